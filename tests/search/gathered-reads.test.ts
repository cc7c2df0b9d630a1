import { expect, test } from 'vitest';
import { type Reach, reachOf } from '../../src/collection/reach.ts';
import { PostgresGraphStore } from '../../src/graph/postgres-graph.store.ts';
import { MemoryStore } from '../../src/memory/memory.store.ts';
import { inSnapshot } from '../../src/platform/db/database.ts';
import { useFinders } from '../support/both-finders.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { recall, byIndex } = await useFinders(db, { graph: new PostgresGraphStore(db) });
const store = new MemoryStore(db);

/** A viewer restricted to one collection of the account. */
const narrowed = (viewer: Household['viewer'], collectionId: string): Reach =>
  reachOf(makeViewer({ accountId: viewer.accountId, collectionIds: new Set([collectionId]) }));

async function twoAccounts() {
  const [one, other] = [await Household.create(db), await Household.create(db)];
  const second = await Household.create(db, one.viewer);
  const { id: ofOne } = await one.add('the cello of one is old');
  const { id: ofSecond } = await second.add('the second cello of one is older');
  const { id: ofOther } = await other.add('the cello of the other is new');
  const ids = [ofOne, ofSecond, ofOther];
  const viewers = [reachOf(one.viewer), reachOf(other.viewer), narrowed(one.viewer, second.collection.id)];
  const collections = [
    [one.collection.id, second.collection.id].toSorted(),
    [other.collection.id],
    [second.collection.id],
  ];
  return { one, ids, viewers, seen: [[ofOne, ofSecond], [ofOther], [ofSecond]], collections };
}

const find = async (reach: Reach, query: string): Promise<string[]> => {
  const { hits } = await byIndex.find(reach, { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null });
  return hits.map(({ id }) => id).toSorted();
};

test('concurrent reads of several accounts are batched, each getting only its own memories', async () => {
  const { viewers, ids, seen } = await twoAccounts();
  const read = async (reach: Reach) => (await store.byIds(reach, ids)).map(({ id }) => id).toSorted();
  expect(await Promise.all(viewers.map(read))).toEqual(seen.map((own) => own.toSorted()));
  // One statement for the first, and one for the others that arrive meanwhile.
  expect(await countStatements(() => Promise.all([...viewers, ...viewers].map(read)))).toHaveLength(2);
});

test('concurrent searches share statements, each finding only what its account has', async () => {
  const { viewers, seen } = await twoAccounts();
  for (const reach of viewers) await find(reach, 'cello');
  await recall.indexes.idle();
  const found: string[][] = [];
  const statements = await countStatements(async () => {
    found.push(...(await Promise.all(viewers.map((reach) => find(reach, 'which cello')))));
  });
  expect(found).toEqual(seen.map((own) => own.toSorted()));
  // Two statements for the scopes of the three. Names in hits are requested by one viewer with more than one hit.
  expect(statements.filter((sql) => sql.includes('ts_parse'))).toHaveLength(2);
});

test('each concurrent search covers only the collections in its reach', async () => {
  const { viewers, collections } = await twoAccounts();
  const request = { query: 'cello', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
  const scopes = await Promise.all(viewers.map((reach) => byIndex.scopeOf({ reach, request })));
  expect(scopes.map((scope) => scope.collections.map(({ id }) => id))).toEqual(collections);
});

test('a search finds what was written before it, whatever others run concurrently', async () => {
  const { one } = await twoAccounts();
  const reach = reachOf(one.viewer);
  await find(reach, 'cello');
  await recall.indexes.idle();
  const crowd = (n: number) => Array.from({ length: n }, (_, i) => find(reach, `cello ${n} ${i}`));
  for (let round = 0; round < 5; round += 1) {
    const others = crowd(5);
    const { id } = await one.add(`a trombone, number ${round}`);
    const [found] = await Promise.all([find(reach, `trombone number ${round}`), ...crowd(5), ...others]);
    expect(found).toContain(id);
  }
});

test('a read in a snapshot uses that snapshot, even beside others', async () => {
  const { one, viewers } = await twoAccounts();
  const [reach] = viewers;
  if (!reach) throw new Error('There are viewers');
  await inSnapshot(db, async () => {
    await store.byIds(reach, []);
    const before = (await find(reach, 'piano')).length;
    expect((await find(reach, 'piano again')).length).toBe(before);
  });
  const { id } = await one.add('the piano');
  const all = await Promise.all([store.byIds(reach, [id]), inSnapshot(db, () => store.byIds(reach, [id]))]);
  expect(all.map((found) => found.map((memory) => memory.id))).toEqual([[id], [id]]);
});
