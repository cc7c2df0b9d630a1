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
const { lifecycle } = memoryServices(db);

/** A merge of three memories, each with a word of its own, of which one was edited before the merge was undone. */
async function undoneInPart(first: string, second: string) {
  const { home, runs, collectionId } = await settleIn(db, api, jobs);
  const add = async (content: string, word: string) =>
    (await home.add({ content, tags: ['cats', word], metadata: { [word]: 1 } })).id;
  const [one, edited] = [await add('Anna has a cat named Tom', first), await add('Anna has a cat named Tom.', second)];
  const kept = await add('Anna has a cat named Tom!!', 'own');
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect((await home.read(kept)).tags.toSorted()).toEqual(['cats', first, 'own', second].toSorted());
  await lifecycle.update(home.viewer, { id: edited, tags: ['by hand'] });
  const undone = await runs.undo(run.id);
  const purge = (id: string) => lifecycle.forget(home.viewer, { id, purge: true });
  return { home, runs, run, undone, one, edited, kept, purge };
}

test('an undo takes from the kept memory only what the restored ones brought', async () => {
  const { home, undone, one, edited, kept } = await undoneInPart('one', 'two');
  expect(undone).toMatchObject({ restored: 1, run: { undone: true, merged: 1 }, proposals: [{ state: 'UNDONE' }] });
  expect(undone.kept.map(({ content }: { content: string }) => content).toSorted()).toEqual([
    'Anna has a cat named Tom!!',
    'Anna has a cat named Tom.',
  ]);
  expect(await home.read(one)).toMatchObject({ status: 'CURRENT', tags: ['cats', 'one'], metadata: { one: 1 } });
  expect(await home.read(edited)).toMatchObject({ status: 'SUPERSEDED', supersededById: kept, tags: ['by hand'] });
  expect(await home.read(kept)).toMatchObject({ tags: ['cats', 'own', 'two'], metadata: { own: 1, two: 1 } });
});

test('a purge of what stayed merged takes what it brought from the kept memory', async () => {
  const canary = 'xqacanaryaqx';
  const { home, runs, run, edited, kept, purge } = await undoneInPart('one', canary);
  await purge(edited);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept)).toMatchObject({ tags: ['cats', 'own'], metadata: { own: 1 } });
  expect(await runs.read(run.id)).toMatchObject({ proposals: [{ state: 'UNDONE' }] });
});

test('a purge of what an undo restored leaves to the kept memory what stayed merged into it', async () => {
  const canary = 'xqbcanarybqx';
  const { home, one, kept, purge } = await undoneInPart(canary, 'two');
  await purge(one);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept)).toMatchObject({ tags: ['cats', 'own', 'two'], metadata: { own: 1, two: 1 } });
});
