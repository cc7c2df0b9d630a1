import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { standInsStatement } from '../../src/search/sql-engine/stand-ins.store.ts';
import { useDatabase } from '../support/database.ts';
import { Clusters, fill, model } from '../support/many-vectors.ts';
import { Household } from '../support/memories.ts';
import { forgetSizes, nodesOf, planOf } from '../support/plans.ts';

const { db } = useDatabase();
const clusters = new Clusters();

/** A collection of 2,000 memories, beside another of its account; in both one in a hundred was replaced. */
async function changingHome(): Promise<{ readonly accountId: string; readonly collectionId: string }> {
  const { viewer, collection } = await Household.create(db);
  const other = await Household.create(db, viewer);
  const home = { accountId: viewer.accountId, collectionId: collection.id };
  for (const collectionId of [collection.id, other.collection.id]) {
    await fill(
      db,
      { ...home, collectionId },
      Array.from({ length: 2_000 }, () => clusters.next()),
    );
  }
  await sql`update memory set status = 'SUPERSEDED', superseded_by = news.id from memory as news
    where memory.account_id = ${home.accountId} and memory.content::int % 100 = 0
      and news.account_id = ${home.accountId} and news.collection_id = memory.collection_id
      and news.content::int = memory.content::int - 1`.execute(db);
  await sql`analyze memory`.execute(db);
  return home;
}

/** The indexes by which the statement reads the tables of memories; null: all rows of one. */
async function indexesOf({ accountId, collectionId }: Awaited<ReturnType<typeof changingHome>>) {
  const statement = standInsStatement({
    reach: { accountId, within: null },
    collectionIds: [collectionId],
    memories: 2_000,
    stems: ['live', 'where'],
    vector: clusters.next(),
    model,
    filter: {},
    asOf: null,
    counts: 'stored',
    pieces: null,
  });
  const read = nodesOf(await planOf(db, statement)).filter((node) => /^memory/.test(node['Relation Name'] ?? ''));
  return new Set(read.map((node) => node['Index Name'] ?? null));
}

const byKeys = new Set(['memory_replaced', 'memory_pkey', 'memory_embedding_pkey']);

test('replaced memories are found by their index, and all else of them by keys', async () => {
  expect(await indexesOf(await changingHome())).toEqual(byKeys);
});

test('also in an account that the planner has no statistics of', async () => {
  await forgetSizes(db, 'memory', 'memory_embedding');
  expect(await indexesOf({ accountId: 'new', collectionId: newId() })).toEqual(byKeys);
});
