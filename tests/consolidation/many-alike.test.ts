import { pino } from 'pino';
import { expect, test } from 'vitest';
import { findingsConsumer } from '../../src/consolidation/findings-consumer.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { Consolidations, logicalDump } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, statisticsConsumer } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { mutate } from '../support/mutate.ts';
import { runnerOf } from '../support/runner-of.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { passages } = models;
const log = pino({ level: 'silent' });
const findings = findingsConsumer({ model: passages.model, asksModel: false, jobs, log });
const consumers = runnerOf(db, statisticsConsumer, findings);

const byUser = (content: string) => ({ role: 'USER', content });
const byAssistant = (content: string) => ({ role: 'ASSISTANT', content });

/** A collection in which these sentences are said, one after the other, by a user or as given. */
async function hear(said: readonly (string | ReturnType<typeof byUser>)[]) {
  const home = await Household.create(db);
  const collectionId = encodeNodeId('Collection', home.collection.id);
  const { conversation } = await mutate(
    api,
    home.viewer,
    'createConversation',
    { collectionId },
    'conversation { id }',
  );
  const messages = said.map((one) => ({ ...(typeof one === 'string' ? byUser(one) : one), remember: true }));
  const input = { conversationId: conversation.id, messages };
  const { memories } = await mutate(api, home.viewer, 'appendMessages', input, 'memories { id }');
  expect(memories).toHaveLength(said.length);
  const ids: string[] = memories.map(({ id }: { id: string }) => id);
  return { home, runs: new Consolidations(api, jobs, home.viewer), collectionId, ids };
}

test('all but one of many duplicates are proposed for removal, each once, however many batches find them', async () => {
  const { home, runs } = await hear(Array.from({ length: 90 }, () => 'Anna lives in Paris near the river Seine.'));
  await consumers.processAll();
  const outcomes = [];
  const { accountId } = home.viewer;
  for (const { id } of await db
    .selectFrom('consolidation_run')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()) {
    outcomes.push(await runs.apply(encodeNodeId('ConsolidationRun', id)));
  }
  expect(outcomes.map(({ stale }) => stale)).toEqual(outcomes.map(() => 0));
  expect(await home.count()).toBe(1);
});

test.each([
  ['in the same words', Array.from({ length: 45 }, () => 'Anna lives in Paris near the river Seine.')],
  // For each, more memories than are compared are nearer than the first one.
  [
    'in nearly the same words',
    Array.from({ length: 65 }, (_, n) => `Anna lives in Paris near the river Seine${n === 0 ? '.' : '!'}`),
  ],
])('many duplicates %s are merged by one run and restored by its undo', async (_, contents) => {
  const { home, runs, collectionId, ids } = await hear(contents);
  // The kept memory is rewritten with the additional information.
  await mutate(api, home.viewer, 'updateMemory', { id: ids[3], tags: ['home'] }, 'memory { id }');
  await api.run(home.viewer, '{ bootstrap(limit: 100) { active { id } } }');
  await api.recalls.flush();
  await jobs.processAll();
  const before = await logicalDump(db, home.viewer.accountId);
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect(run).toMatchObject({ status: 'SUCCEEDED', merged: contents.length - 1 });
  expect(await home.count()).toBe(1);
  expect(await runs.undo(run.id)).toMatchObject({ kept: [], run: { undone: true, merged: 0 } });
  expect(await home.count()).toBe(contents.length);
  expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
});

test.each([false, true])(
  'many duplicates with different tags are all merged and restored (dry run: %s)',
  async (dryRun) => {
    const { home, runs, collectionId, ids } = await hear(
      Array.from({ length: 45 }, () => 'Anna lives in Paris near the river Seine.'),
    );
    const tagged = ids.slice(10, 40);
    for (const [n, id] of tagged.entries())
      await mutate(api, home.viewer, 'updateMemory', { id, tags: [`tag ${n}`] }, 'memory { id }');
    const before = await logicalDump(db, home.viewer.accountId);
    const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'], dryRun });
    if (dryRun) expect(await runs.apply(run.id)).toMatchObject({ applied: 3, stale: 0 });
    expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', merged: 44 });
    expect(await home.count()).toBe(1);
    expect(await runs.undo(run.id)).toMatchObject({ kept: [], run: { undone: true, merged: 0 } });
    expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
  },
);

const state = 'I take the 7:40 ferry to work.';
const change = 'The 7:40 ferry no longer runs, so I cycle.';
const talk = ['The ferry has a cafe.', 'That ferry is called Nordlys.', 'The ferry is expensive in summer.'];

test.each([
  ['an assistant', byAssistant, [state]],
  // What many people say shares the word by chance.
  ['users', byUser, []],
])('whether a word is too common to tell what has changed, where %s took it up', async (_, by, outdated) => {
  const { home, runs, collectionId } = await hear([state, change, ...talk.map(by)]);
  await consumers.processAll();
  const { memories } = await api.run(
    home.viewer,
    '{ memories { edges { node { content probablyOutdatedBy { content } } } } }',
  );
  const beside: { content: string; probablyOutdatedBy: { content: string }[] }[] = memories.edges.map(
    ({ node }: { node: object }) => node,
  );
  expect(beside.filter(({ probablyOutdatedBy: by }) => by.length > 0).map(({ content }) => content)).toEqual(outdated);
  const run = await runs.run(collectionId, { steps: ['RETIRE_OUTDATED'], dryRun: true });
  expect(run.proposals.map(({ sources }: { sources: { content: string }[] }) => sources[0]?.content)).toEqual(outdated);
});
