import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { meantWords } from '../../src/search/question/spelling.store.ts';
import { comparedStatement } from '../../src/search/sql-engine/compared-turns.store.ts';
import { turnsStatement } from '../../src/search/sql-engine/session-turns.store.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const size = 400;

/** Creates an account with this many memories. */
async function populate(): Promise<string> {
  const { viewer, collection } = await Household.create(db);
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${viewer.accountId}, gen_random_uuid(), ${collection.id}, n::text, sha256(n::text::bytea), 'FACT', '{}', now(), 'en', '', 0
    from generate_series(1, ${sql.lit(size)}) as n`.execute(db);
  return viewer.accountId;
}

test('a misspelt word looks into memories for none of its slips that are not counted: each look may read all of a new account', async () => {
  // The first account is all that the statistics know.
  const first = await populate();
  await sql`
    insert into term_statistic (account_id, collection_id, kind, term, memories)
    select ${first}, id, 'stem', 'stem' || n, 1 from collection cross join generate_series(1, 2000) n where account_id = ${first}`.execute(
    db,
  );
  await sql`analyze`.execute(db);
  const accountId = await populate();
  const { rows } = await sql<{ id: string }>`select id from collection where account_id = ${accountId}`.execute(db);
  const scope = { accountId, collectionIds: rows.map(({ id }) => id), statuses: ['CURRENT'] as const };
  const others = Array.from({ length: 100 }, (_, n) => `luthier${n}`);
  const asked = [{ word: 'lutheir', known: [], others, isTyped: false }];
  const plans = await runPlans(db, () => meantWords(db, scope, asked));
  const looks = plans.filter((step) => step['Relation Name'] === 'memory').map((step) => step['Actual Loops']);
  expect([looks.length > 0, looks.every((loops) => loops === 0)]).toEqual([true, true]);
});

const explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]) }),
]);

test('the planner expects as many memories of a new account as of any other', async () => {
  for (let account = 0; account < 3; account += 1) await populate();
  await sql`analyze`.execute(db);
  const late = await populate();
  const { rows } = await sql`explain (format json) select from memory where account_id = ${late}`.execute(db);
  const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
  expect(plan[0].Plan['Plan Rows']).toBeGreaterThan(size / 4);
});

/** Creates `each` collections in each of this many accounts. */
const crowd = (accounts: number, each: number) => sql`
  insert into collection (account_id, id, path, name)
  select account, id, array[id], 'One of many'
  from (select gen_random_uuid()::text as account from generate_series(1, ${sql.lit(accounts)})) made
  cross join lateral (select gen_random_uuid() as id from generate_series(1, ${sql.lit(each)}) where account is not null) own`;

test('memories of an account with unusually many collections are looked up once each, not once per collection', async () => {
  const { viewer } = await Household.create(db);
  const { accountId } = viewer;
  const collections = 60;
  await crowd(1, 3 * collections).execute(db);
  await crowd(1_000, 1).execute(db);
  await sql`
    with made as (
      insert into collection (account_id, id, path, name)
      select ${accountId}, id, array[id], 'Many' from (select gen_random_uuid() as id from generate_series(1, ${sql.lit(collections)})) ids
      returning id
    )
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), id, n::text, sha256(n::text::bytea), 'FACT', '{}', now(), 'en', '', 0
    from made cross join generate_series(1, 20) n`.execute(db);
  await sql`analyze`.execute(db);
  const { rows } = await sql<{ id: string; collection: string }>`
    select id, collection_id as collection from memory where account_id = ${accountId} limit 100`.execute(db);
  const wanted = rows.map(({ id }) => ({ id, version: null }));
  const comparing = { stems: [], weights: [], vector: null };
  const compared = comparedStatement({ accountId, model: 'any', wanted, comparing });
  const collectionIds = rows.map(({ collection }) => collection);
  const scope = { reach: { accountId, within: null }, collectionIds, filter: {}, asOf: null };
  const turns = turnsStatement({ ...scope, wanted, unplaced: [], model: 'any' });
  for (const statement of [compared, turns]) {
    const plans = await runPlans(db, () => statement.execute(db));
    expect(looked(plans.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(3 * wanted.length);
  }
});

test('the statistics of no table name more than one account, collection or conversation', async () => {
  const { rows } = await sql`
    select attrelid::regclass::text as table, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and attname in ('account_id', 'collection_id', 'conversation_id') and coalesce(attstattarget, -1) <> 1`.execute(
    db,
  );
  expect(rows).toEqual([]);
});
