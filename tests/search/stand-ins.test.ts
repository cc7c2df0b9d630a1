import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { recountCollection } from '../../src/memory/recount.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { standInsStatement } from '../../src/search/sql-engine/stand-ins.store.ts';
import { useFinders } from '../support/both-finders.ts';
import { useDatabase } from '../support/database.ts';
import { Clusters, fill, model } from '../support/many-vectors.ts';
import { Household } from '../support/memories.ts';
import { forgetSizes, nodesOf, planOf } from '../support/plans.ts';
import { differences } from '../support/ranking-differences.ts';

const { db } = useDatabase();
const clusters = new Clusters();
const { recall, byIndex, bySql } = await useFinders(db);

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

/** Adds memories that say the same and were replaced by one that says something else, each by its own. */
async function replaceMany({ viewer, collection }: Household, count: number): Promise<void> {
  await sql`
    with pair as (select place, gen_random_uuid() as old, gen_random_uuid() as news from generate_series(1, ${count}::int) as place),
    written as (
      select news as id, 'News ' || place as content, 'CURRENT' as status, null::uuid as superseded_by, 'news' as text from pair
      union all select old, 'The kitchen, ' || place, 'SUPERSEDED', news, 'kitchen' from pair
    ), counted as (
      update stream set memory_count = memory_count + ${count}
      where account_id = ${viewer.accountId} and kind = 'collection' and id = ${collection.id}
    )
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, status, superseded_by,
      terms, term_count)
    select ${viewer.accountId}, id, ${collection.id}, content, sha256(id::text::bytea), 'FACT', '{}', now(), 'en', status, superseded_by,
      to_tsvector('simple', text), 1 from written`.execute(db);
  await recountCollection(db, { accountId: viewer.accountId, collectionId: collection.id });
}

test('of all collections together those that were replaced last are looked at, by both engines', async () => {
  const home = await Household.create(db);
  const homes = [home, await Household.create(db, home.viewer)];
  for (const one of homes) await replaceMany(one, 700);
  const collectionIds = homes.map(({ collection }) => collection.id);
  const question = { query: 'the kitchen', collectionIds, mode: 'HYBRID', filter: {}, asOf: null } as const;
  const ask = async (finder: typeof bySql) => (await finder.find(reachOf(home.viewer), question)).hits;
  const read = await ask(bySql);
  await ask(byIndex);
  await recall.indexes.idle();
  const held = await ask(byIndex);
  expect(read.length).toBeGreaterThan(0);
  expect(differences(held, read)).toEqual([]);
  const { rows } = await sql<{ id: string }>`
    select superseded_by as id from (select id, superseded_by from memory where account_id = ${home.viewer.accountId}
      and superseded_by is not null order by superseded_by desc limit 1000) newest order by newest.id limit 20`.execute(
    db,
  );
  expect(new Set(held.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
});
