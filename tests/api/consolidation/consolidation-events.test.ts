import { afterAll, expect, test } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { Consolidations } from '../../support/consolidation.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { Household } from '../../support/memories.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const jobs = useJobs(database);
const api = makeApi(database.db, jobs);
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const runEvents = `subscription ($id: ID!, $after: String) { consolidationEvents(runId: $id, after: $after) {
  __typename ... on StreamEvent { cursor }
  ... on ConsolidationProgress { step done total run { id } }
  ... on ConsolidationProposed { proposal { kind reason sources { content } } }
  ... on ConsolidationFinished { run { status merged progress } } } }`;
const collectionEvents = `subscription ($id: ID!) { collectionEvents(collectionId: $id) {
  __typename ... on ConsolidationStarted { run { id status } } ... on ConsolidationFinished { run { id status } }
  ... on ConsolidationDecided { run { id proposals { edges { node { state } } } } } } }`;

async function settle() {
  const home = await Household.create(database.db);
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const runs = new Consolidations(api, jobs, home.viewer);
  return { home, runs, id: encodeNodeId('Collection', home.collection.id) };
}

test('streams progress and proposals from the start, then the end, and completes', async () => {
  const { home, runs, id } = await settle();
  const { run } = await runs.start(id, { steps: ['MERGE_SIMILAR'] });
  const live = await follow(api, home.viewer, runEvents, { id: run.id });
  await jobs.processAll();
  const told = [
    { __typename: 'StreamOpened' },
    { __typename: 'ConsolidationProgress', step: 'MERGE_SIMILAR', done: 2, total: 4, run: { id: run.id } },
    { __typename: 'ConsolidationProposed', proposal: { kind: 'MERGE', sources: [{}, {}] } },
    { __typename: 'ConsolidationProgress', done: 4, total: 4 },
    { __typename: 'ConsolidationFinished', run: { status: 'SUCCEEDED', merged: 1, progress: 1 } },
  ];
  expect(await live.take(5)).toMatchObject(told);
  expect(await live.next()).toBeNull();
  const late = await follow(api, home.viewer, runEvents, { id: run.id });
  const events = await late.take(5);
  expect(events).toMatchObject(told);
  expect(await late.next()).toBeNull();
  const rest = await follow(api, home.viewer, runEvents, { id: run.id, after: events[2]?.['cursor'] });
  expect(await rest.take(3)).toMatchObject([told[0], told[3], told[4]]);
  await rest.return();
});

test('a run whose events have been deleted, all or all but the last, still ends the stream with its last event', async () => {
  const { home, runs, id } = await settle();
  const run = await runs.run(id, { steps: ['MERGE_SIMILAR'] });
  const whole = await follow(api, home.viewer, runEvents, { id: run.id });
  const events = await whole.take(5);
  // Otherwise what this subscriber has not read to its end stays cached.
  expect(await whole.next()).toBeNull();
  const forget = (before: number) =>
    database.db
      .deleteFrom('event')
      .where('account_id', '=', home.viewer.accountId)
      .where('kind', '=', 'consolidation_run')
      .where('seq', '<', before)
      .execute();
  const told = [{ __typename: 'StreamOpened' }, { __typename: 'StreamGap' }, { __typename: 'ConsolidationFinished' }];
  for (const before of [4, 5]) {
    await forget(before);
    const late = await follow(api, home.viewer, runEvents, { id: run.id });
    expect(await late.take(3)).toMatchObject(told);
    expect(await late.next()).toBeNull();
    const again = await follow(api, home.viewer, runEvents, { id: run.id, after: events.at(-1)?.['cursor'] });
    expect(await again.take(1)).toMatchObject([told[0]]);
    expect(await again.next()).toBeNull();
  }
});

test('a collection streams that a consolidation began and ended, also by a cancel', async () => {
  const { home, runs, id } = await settle();
  const following = await follow(api, home.viewer, collectionEvents, { id });
  const done = await runs.run(id);
  const { run } = await runs.start(id);
  await runs.cancel(run.id);
  const told: { __typename: string }[] = [];
  while (told.filter(({ __typename }) => __typename === 'ConsolidationFinished').length < 2) {
    const event = await following.next();
    if (/^Consolidation/.test(event?.['__typename'])) told.push(event);
  }
  expect(told).toMatchObject([
    { __typename: 'ConsolidationStarted', run: { id: done.id } },
    { __typename: 'ConsolidationFinished', run: { id: done.id, status: 'SUCCEEDED' } },
    { __typename: 'ConsolidationFinished', run: { id: run.id, status: 'CANCELLED' } },
  ]);
  await following.return();
});

test('a collection streams that proposals were decided, also in another run that made the same', async () => {
  const { home, runs, id } = await settle();
  for (const rent of ['The rent is 850 euros a month.', 'The rent is 920 euros a month now.']) await home.add(rent);
  const [first, second] = [await runs.run(id, { dryRun: true }), await runs.run(id, { dryRun: true })];
  const same = (one: { kind: string }) => one.kind === 'MERGE';
  const following = await follow(api, home.viewer, collectionEvents, { id });
  const decided = async (count: number) => {
    const told: unknown[] = [];
    while (told.length < count) {
      const event = await following.next();
      if (event?.['__typename'] === 'ConsolidationDecided') told.push(event.run.id);
    }
    return new Set(told);
  };
  await runs.reject(first.id, [first.proposals.find(same).id]);
  expect(await decided(2)).toEqual(new Set([first.id, second.id]));
  await runs.apply(second.id);
  expect(await decided(2)).toEqual(new Set([first.id, second.id]));
  await runs.undo(second.id);
  expect(await decided(1)).toEqual(new Set([second.id]));
  await following.return();
});

test('the stream of a run is hidden from other accounts, and ends with GONE when its collection is deleted', async () => {
  const { home, runs, id } = await settle();
  const { run } = await runs.start(id);
  await expect(follow(api, makeViewer(), runEvents, { id: run.id })).rejects.toMatchObject({
    originalError: { code: 'NOT_FOUND' },
  });
  const following = await follow(api, home.viewer, runEvents, { id: run.id });
  await following.next();
  await api.services.deletions.deleteCollection(home.viewer, home.collection.id);
  await expect(following.next()).rejects.toMatchObject({ code: 'GONE' });
  await jobs.processAll();
});

test('a slow reader gets GONE, and no silent completion, if the collection is deleted before it reads that the run ended', async () => {
  const { home, runs, id } = await settle();
  const { run } = await runs.start(id, { steps: ['MERGE_SIMILAR'] });
  const slow = await follow(api, home.viewer, runEvents, { id: run.id });
  await slow.take(1);
  const first = slow.next();
  await jobs.processAll();
  expect(await first).toMatchObject({ __typename: 'ConsolidationProgress' });
  await api.services.streams.settled();
  await api.services.deletions.deleteCollection(home.viewer, home.collection.id);
  await expect(slow.rest()).rejects.toMatchObject({ code: 'GONE' });
  await jobs.processAll();
});
