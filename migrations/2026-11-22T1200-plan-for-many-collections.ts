import { type Kysely, sql } from 'kysely';

/**
 * Makes Postgres expect many collections for accounts outside its statistics, which list only one: a hundred, or as many as there
 * are. Most accounts have one or two. With that mean, it chose to iterate over the collections first, and for accounts with hundreds
 * it looked up all memories of a search by key once per collection. Accounts with one collection lose nothing by a plan for a
 * hundred.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection alter column account_id set (n_distinct = -0.01)`.execute(db);
  await analyse(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection alter column account_id reset (n_distinct)`.execute(db);
  await analyse(db);
}

/**
 * Takes effect with the next analysis. An empty table is not analysed: sessions would keep plans with a sequential scan, which is
 * fastest while it is empty.
 */
const analyse = (db: Kysely<unknown>) =>
  sql`do $$ begin if exists (select account_id from collection) then analyze collection; end if; end $$`.execute(db);
