import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { bloatedIndexes, bytesOf, enterPending, rebuildIndex } from '../../src/platform/db/index-space.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

// The statements are the same on both engines, and 400,000 rows take long.
test.skipIf(inject('engine') === 'embedded')(
  'a bloated B-tree or HNSW index is found and rebuilt, a full one is not',
  async () => {
    await sql`create table airy (id int primary key)`.execute(db);
    await sql`create table near (id int, place vector(200))`.execute(db);
    await sql`create table full_of_rows (id int primary key)`.execute(db);
    await sql`insert into airy select generate_series(1, 250000)`.execute(db);
    await sql`insert into full_of_rows select generate_series(1, 200000)`.execute(db);
    await sql`insert into near select n, (select array_agg(sin(n * g)) from generate_series(1, 200) g)::vector
      from generate_series(1, 6000) n`.execute(db);
    await sql`create index near_place on near using hnsw (place vector_l2_ops) with (m = 2, ef_construction = 4)`.execute(
      db,
    );
    const tables = ['airy', 'near', 'full_of_rows'];
    expect(await bloatedIndexes(db, tables)).toEqual([]);
    await sql`delete from airy where id % 10 > 0`.execute(db);
    await sql`delete from near where id % 10 > 0`.execute(db);
    await sql`vacuum airy, near`.execute(db);
    const before = await bytesOf(db, tables);
    const bloated = await bloatedIndexes(db, tables);
    expect(bloated.toSorted()).toEqual(['airy_pkey', 'near_place']);
    for (const name of bloated) await rebuildIndex(db, name);
    expect(await bloatedIndexes(db, tables)).toEqual([]);
    expect(await bytesOf(db, tables)).toBeLessThan(before - 3_000_000);
  },
);

test('merges the pending list of a GIN index', async () => {
  await sql`create table listed (tags text[])`.execute(db);
  await sql`create index listed_tags on listed using gin (tags)`.execute(db);
  await sql`insert into listed select array[n::text] from generate_series(1, 500) n`.execute(db);
  await enterPending(db, ['listed']);
  const { rows } = await sql<{ pages: string }>`select gin_clean_pending_list('listed_tags') as pages`.execute(db);
  expect(Number(rows[0]?.pages)).toBe(0);
});

test('the next rebuild removes what an interrupted one left', async () => {
  await sql`create table torn (id int)`.execute(db);
  await sql`insert into torn values (1), (1)`.execute(db);
  await sql`create index torn_id on torn (id)`.execute(db);
  await expect(sql`create unique index concurrently torn_id_ccnew on torn (id)`.execute(db)).rejects.toThrow();
  await rebuildIndex(db, 'torn_id');
  expect(await indexesOf('torn')).toEqual([{ name: 'torn_id', valid: true }]);
});

test.runIf(inject('poolSize') > 2)('a rebuild does nothing while the same index is being rebuilt', async () => {
  await sql`create table busy (id int)`.execute(db);
  await sql`create index busy_id on busy (id)`.execute(db);
  const writing = await db.startTransaction().execute();
  await sql`insert into busy values (1)`.execute(writing);
  const first = rebuildIndex(db, 'busy_id');
  await expect.poll(() => indexesOf('busy')).toHaveLength(2);
  await rebuildIndex(db, 'busy_id');
  expect(await indexesOf('busy')).toHaveLength(2);
  await writing.commit().execute();
  await first;
  expect(await indexesOf('busy')).toEqual([{ name: 'busy_id', valid: true }]);
});

async function indexesOf(table: string) {
  const { rows } = await sql`select indexrelid::regclass::text as name, indisvalid as valid from pg_index
    where indrelid = ${table}::regclass`.execute(db);
  return rows;
}
