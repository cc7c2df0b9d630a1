import { expect, test } from 'vitest';
import { settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { memoryServices } from '../support/memories.ts';
import { tablesThatHold } from '../support/traces.ts';

const database = useDatabase();
const { db, pool } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const settle = () => settleIn(db, api, jobs);
const { lifecycle } = memoryServices(db);

/** A memory merged into a longer one, to which it passed a word. */
async function merged(canary: string) {
  const { home, runs, collectionId } = await settle();
  const merge = () => runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  const told = { tags: ['pets', canary], metadata: { [canary]: 1, color: 'grey' } };
  const gone = await home.add({ content: 'Anna has a cat named Tom', ...told });
  const kept = await home.add({
    content: 'Anna has a cat named Tom!!',
    tags: ['cats', 'pets'],
    metadata: { color: 'grey' },
  });
  await merge();
  expect(await home.read(kept.id)).toMatchObject({ tags: ['cats', 'pets', canary], metadata: told.metadata });
  const purge = () => lifecycle.forget(home.viewer, { id: gone.id, purge: true });
  return { home, runs, merge, gone: gone.id, kept: kept.id, purge };
}

const own = { tags: ['cats', 'pets'], metadata: { color: 'grey' } };

test('a purge leaves nothing in what an undo of a later merge into the kept memory would restore', async () => {
  const canary = 'xq1canary1qx';
  const { home, runs, merge, kept, purge } = await merged(canary);
  await home.add({ content: 'Anna has a cat named Tom.', tags: ['later'], metadata: { later: 1 } });
  const later = await merge();
  await purge();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept)).toMatchObject({ tags: [...own.tags, 'later'], metadata: { color: 'grey', later: 1 } });
  expect(await runs.undo(later.id)).toMatchObject({ restored: 2 });
  expect(await home.read(kept)).toMatchObject(own);
});

test('a purge leaves nothing in the memory that the kept one was later merged into', async () => {
  const canary = 'xq2canary2qx';
  const { home, runs, merge, kept, purge } = await merged(canary);
  const { id } = await home.add({ content: 'Anna has a cat named Tom!!!!', tags: ['later'], metadata: { later: 1 } });
  const later = await merge();
  expect(await home.read(id)).toMatchObject({ tags: ['later', ...own.tags, canary] });
  await purge();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(id)).toMatchObject({ tags: ['later', ...own.tags], metadata: { color: 'grey', later: 1 } });
  expect(await runs.undo(later.id)).toMatchObject({ restored: 2 });
  expect(await home.read(kept)).toMatchObject({ status: 'CURRENT', ...own });
});

test('a purge leaves nothing in the history of a kept memory that no longer has the content', async () => {
  const canary = 'xq3canary3qx';
  const { home, kept, purge } = await merged(canary);
  await lifecycle.update(home.viewer, { id: kept, tags: ['mine'], metadata: { color: 'white' } });
  await purge();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept)).toMatchObject({ tags: ['mine'], metadata: { color: 'white' } });
});

test('a merge and its undo keep metadata whatever its keys are called', async () => {
  const { home, runs, collectionId } = await settle();
  const text = '{"__proto__":{"seen":1},"constructor":2}';
  const gone = await home.add({ content: 'Anna has a cat named Tom', metadata: JSON.parse(text) });
  const kept = await home.add('Anna has a cat named Tom!!');
  const metadataOf = async (id: string) => JSON.stringify((await home.read(id)).metadata);
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect(run).toMatchObject({ merged: 1 });
  expect(await metadataOf(kept.id)).toBe(text);
  expect(await runs.undo(run.id)).toMatchObject({ restored: 2 });
  expect([await metadataOf(gone.id), await metadataOf(kept.id)]).toEqual([text, 'null']);
});

test('a purge leaves what another merged memory passed on as well, until that one is purged, too', async () => {
  const canary = 'xq4canary4qx';
  const { home, runs, merge, kept, purge } = await merged(canary);
  await lifecycle.update(home.viewer, { id: kept, tags: ['cats', 'pets', canary, 'mine'] });
  const { id } = await home.add({ content: 'Anna has a cat named Tom.', tags: [canary], metadata: { [canary]: 1 } });
  const later = await merge();
  await purge();
  const both = { tags: ['cats', 'pets', 'mine', canary], metadata: { color: 'grey', [canary]: 1 } };
  expect(await home.read(kept)).toMatchObject(both);
  expect((await home.history(kept)).at(-1)).toMatchObject(both);
  expect(await runs.undo(later.id)).toMatchObject({ restored: 2 });
  expect(await home.read(kept)).toMatchObject({ tags: ['cats', 'pets', 'mine'], metadata: { color: 'grey' } });
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge brings back no tag that somebody has removed from the kept memory', async () => {
  const canary = 'xq5canary5qx';
  const { home, merge, kept, purge } = await merged(canary);
  const { id } = await home.add({ content: 'Anna has a cat named Tom.', tags: [canary], metadata: { [canary]: 1 } });
  await merge();
  await lifecycle.update(home.viewer, { id: kept, tags: ['mine'] });
  await purge();
  expect(await home.read(kept)).toMatchObject({ tags: ['mine'], metadata: { color: 'grey', [canary]: 1 } });
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await home.read(kept)).toMatchObject({ tags: ['mine'], metadata: { color: 'grey' } });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

const cleared = { tags: [], metadata: {} };

test('a purge takes back what a memory had when it was merged, though it was edited since', async () => {
  const canary = 'xq6canary6qx';
  const { home, gone, kept, purge } = await merged(canary);
  await lifecycle.update(home.viewer, { id: gone, ...cleared });
  await purge();
  expect(await home.read(kept)).toMatchObject(own);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge leaves what another had when it was merged, though that one was edited since', async () => {
  const canary = 'xq7canary7qx';
  const { home, merge, kept, purge } = await merged(canary);
  const { id } = await home.add({ content: 'Anna has a cat named Tom.', tags: [canary], metadata: { [canary]: 1 } });
  await merge();
  await lifecycle.update(home.viewer, { id, ...cleared });
  await purge();
  expect(await home.read(kept)).toMatchObject({ tags: ['cats', 'pets', canary], metadata: { [canary]: 1 } });
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await home.read(kept)).toMatchObject(own);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge leaves what a memory merged at the same time had then', async () => {
  const { home, runs, collectionId } = await settle();
  const told = { tags: ['both'], metadata: { both: 1 } };
  const gone = await home.add({ content: 'Anna has a cat named Tom', ...told });
  const other = await home.add({ content: 'Anna has a cat named Tom.', ...told });
  const { id: kept } = await home.add('Anna has a cat named Tom!!');
  await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  for (const { id } of [gone, other]) {
    expect(await home.read(id)).toMatchObject({ supersededById: kept });
    await lifecycle.update(home.viewer, { id, ...cleared });
  }
  await lifecycle.forget(home.viewer, { id: gone.id, purge: true });
  expect(await home.read(kept)).toMatchObject(told);
  await lifecycle.forget(home.viewer, { id: other.id, purge: true });
  expect(await home.read(kept)).toMatchObject({ tags: [], metadata: null });
});

test('a purge takes back what a memory was given back after it was merged itself', async () => {
  const canary = 'xq0canary0qx';
  const { home, merge, kept, purge } = await merged(canary);
  const other = await home.add({ content: 'Anna has a cat named Tom.', tags: [canary], metadata: { [canary]: 1 } });
  await merge();
  const { id: last } = await home.add('Anna has a cat named Tom!!!!');
  await merge();
  await purge();
  expect(await home.read(last)).toMatchObject({ tags: ['cats', 'pets', canary] });
  await lifecycle.forget(home.viewer, { id: kept, purge: true });
  expect(await home.read(last)).toMatchObject({ tags: [], metadata: null });
  await lifecycle.forget(home.viewer, { id: other.id, purge: true });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});
