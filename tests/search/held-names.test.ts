import { expect, test } from 'vitest';
import { readCollectionAnew } from '../../src/app/read-graph-anew.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { PostgresGraphStore } from '../../src/graph/postgres-graph.store.ts';
import type { Finder } from '../../src/search/finder.ts';
import { useFinders } from '../support/both-finders.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { recall, consumers, byIndex, bySql } = await useFinders(db, {
  graph: new PostgresGraphStore(db),
  holdsNames: true,
});

/** Asks until everything the answer needs is loaded: the collection, then the names in its memories. Both engines must agree. */
async function ask(home: Household, collectionIds: readonly string[] | null = [home.collection.id]) {
  const request = { query: 'Who moved to Lisbon?', collectionIds, mode: 'HYBRID', filter: {}, asOf: null } as const;
  const find = async (finder: Finder) => {
    const { hits } = await finder.find(reachOf(home.viewer), request);
    return hits.map(({ id, score, graph }) => ({ id, score: rounded(score), graph: graph && rounded(graph.score) }));
  };
  for (let times = 0; times < 3; times += 1) {
    await find(byIndex);
    await recall.indexes.idle();
  }
  const hits = await find(byIndex);
  expect(hits).toEqual(await find(bySql));
  return { hits, statements: await countStatements(() => find(byIndex)) };
}

/** The engines sum in different orders. */
const rounded = (value: number): string => value.toFixed(6);

test('names in memories are held in the index, so that a search needs no statement for them', async () => {
  const home = await Household.create(db);
  for (const text of [
    'Grace Hopper moved to Lisbon',
    'the tram of Lisbon is yellow',
    'tea is hot',
    'Grace Hopper reads',
  ])
    await home.add(text);
  await consumers.processAll();
  const before = await ask(home);
  expect(before.hits.filter(({ graph }) => graph !== null).length).toBeGreaterThan(0);
  expect(before.statements).toHaveLength(1);

  const { id } = await home.add('Lisbon is where Grace Hopper met Alan Turing');
  await consumers.processAll();
  const after = await ask(home);
  expect(after.hits).not.toEqual(before.hits);
  expect(after.statements).toHaveLength(1);

  await memoryServices(db).lifecycle.forget(home.viewer, { id });
  await consumers.processAll();
  expect(await ask(home)).toEqual(before);
});

test('collections searched together share their names', async () => {
  const home = await Household.create(db);
  const other = await Household.create(db, home.viewer);
  await home.add('Grace Hopper moved to Lisbon');
  await other.add('Lisbon has a tram');
  await consumers.processAll();
  const { hits, statements } = await ask(home, null);
  expect(hits.some(({ graph }) => graph !== null)).toBe(true);
  expect(statements).toHaveLength(1);
});

test('names that were read anew replace those that the index holds', async () => {
  const home = await Household.create(db);
  await home.add('Grace Hopper moved to Lisbon');
  await home.add('the tram of Lisbon is yellow');
  await consumers.processAll();
  const before = await ask(home);
  expect(before.hits.some(({ graph }) => graph !== null)).toBe(true);

  const { accountId } = home.viewer;
  const stream = { accountId, kind: 'collection', streamId: home.collection.id } as const;
  const extract = async (texts: readonly unknown[]) => texts.map(() => ({ entities: [], relations: [] }));
  await readCollectionAnew(db, stream, { extractor: { extract } });
  await consumers.processAll();
  const { hits } = await ask(home);
  expect(hits.some(({ graph }) => graph !== null)).toBe(false);
});
