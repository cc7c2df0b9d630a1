import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
const size = 400;

/** An account of so many memories. */
async function populate(): Promise<string> {
  const { viewer, collection } = await Household.create(db);
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${viewer.accountId}, gen_random_uuid(), ${collection.id}, n::text, sha256(n::text::bytea), 'FACT', '{}', now(), 'en', '', 0
    from generate_series(1, ${sql.lit(size)}) as n`.execute(db);
  return viewer.accountId;
}

const explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]) }),
]);

test('of an account that came after the statistics as many memories are expected as of any other', async () => {
  for (let account = 0; account < 3; account += 1) await populate();
  await sql`analyze`.execute(db);
  const late = await populate();
  const { rows } = await sql`explain (format json) select from memory where account_id = ${late}`.execute(db);
  const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
  expect(plan[0].Plan['Plan Rows']).toBeGreaterThan(size / 4);
});

test('no table names more than one account, collection or conversation in its statistics', async () => {
  const { rows } = await sql`
    select attrelid::regclass::text as table, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and attname in ('account_id', 'collection_id', 'conversation_id') and coalesce(attstattarget, -1) <> 1`.execute(
    db,
  );
  expect(rows).toEqual([]);
});
