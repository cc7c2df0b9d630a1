import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { inSnapshot } from '../../../src/platform/db/database.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { graphqlServer } from '../../support/graphql-server.ts';
import { useJobs } from '../../support/jobs.ts';
import { collectionEvents, Story } from './story.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const loaded = `query ($id: ID!) { collection(id: $id) {
  eventsCursor memoryCount memories(first: 100) { totalCount edges { node { id } } } } }`;

test('during concurrent writes, a snapshot and the events after its cursor are complete, without duplicates', async () => {
  const story = new Story(api);
  const [collections, writers, each] = [3, 4, 8];
  for (let round = 0; round < collections; round += 1) {
    const { id } = await story.collection();
    const writing = Array.from({ length: writers }, async (_, writer) => {
      const written: string[] = [];
      for (let turn = 0; turn < each; turn += 1) written.push(await story.add(id, `${writer} says ${turn}`));
      return written;
    });
    const reading = Array.from({ length: 10 }, async (_, index) => {
      // From different points in the middle of the writes.
      for (let wait = 0; wait < index * 3; wait += 1) await new Promise(setImmediate);
      const { collection } = await inSnapshot(database.db, () => api.run(story.viewer, loaded, { id }));
      const known: string[] = collection.memories.edges.map(({ node }: { node: { id: string } }) => node.id);
      expect([collection.memoryCount, collection.memories.totalCount]).toEqual([known.length, known.length]);
      const following = await follow(api, story.viewer, collectionEvents, { id, after: collection.eventsCursor });
      const [, ...told] = await following.take(1 + writers * each - known.length);
      await following.return();
      return [...known, ...told.map(({ memory }) => memory.id)].toSorted();
    });
    const all = (await Promise.all(writing)).flat().toSorted();
    for (const seen of await Promise.all(reading)) expect(seen).toEqual(all);
  }
});

/** A server over HTTP whose snapshots are announced. */
const serverOf = (viewer: Viewer, onSnapshot: () => void) =>
  graphqlServer(api, {
    authenticate: async () => viewer,
    inSnapshot: (work) => {
      onSnapshot();
      return inSnapshot(database.db, work);
    },
  });

test('only questions of the executed operation are embedded, and before its snapshot begins', async () => {
  const story = new Story(api);
  await story.collection();
  const steps: unknown[] = [];
  const prepared = vi.spyOn(api.services.search, 'prepare').mockImplementation(async (them) => void steps.push(them));
  onTestFinished(() => prepared.mockRestore());
  const yoga = serverOf(story.viewer, () => void steps.push('the snapshot begins'));
  const ask = (name: string, question: string) => `query ${name} {
    collections(first: 1) { edges { node { eventsCursor } } } search(input: { query: "${question}" }) { failedArms } }`;
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `${ask('One', 'Who?')} ${ask('Two', 'Why?')}`, operationName: 'One' }),
  });
  expect(await response.json()).not.toHaveProperty('errors');
  expect(steps).toEqual([['Who?'], 'the snapshot begins']);
});

test('the server reads in a snapshot only queries for an events cursor that are not deferred', async () => {
  const story = new Story(api);
  const { id } = await story.collection();
  let snapshots = 0;
  const yoga = serverOf(story.viewer, () => {
    snapshots += 1;
  });
  const ask = async (query: string) => {
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed, application/json' },
      body: JSON.stringify({ query, variables: { id } }),
    });
    expect(await response.text()).toContain('eventsCursor');
    return snapshots;
  };
  const other = 'query ($id: ID!) { collection(id: $id) { eventsCursor: name } }';
  const deferred = 'query ($id: ID!) { collection(id: $id) { eventsCursor ... @defer { memoryCount } } }';
  const mutation = `mutation { createCollection(input: { name: "B" }) {
    ... on CreateCollectionPayload { collection { eventsCursor } } } }`;
  expect([await ask(loaded), await ask(other), await ask(deferred)]).toEqual([1, 1, 1]);
  expect([await ask(mutation), await ask(loaded)]).toEqual([1, 2]);
});
