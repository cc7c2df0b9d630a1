import { type Kysely, sql } from 'kysely';

/**
 * Has Postgres expect many collections of an account that it does not name, as it names one alone: a hundred, or all that there are. Most
 * accounts have one or two, and of the mean it made a list that it went through first: all memories of a search, looked up by their keys, once
 * for each collection of whoever has hundreds. Who has one loses nothing by a plan for a hundred.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection alter column account_id set (n_distinct = -0.01)`.execute(db);
  await analyse(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection alter column account_id reset (n_distinct)`.execute(db);
  await analyse(db);
}

/** It counts from the next analysis on. Of an empty table none is made: sessions would keep plans that scan it, as it is read quickest then. */
const analyse = (db: Kysely<unknown>) =>
  sql`do $$ begin if exists (select account_id from collection) then analyze collection; end if; end $$`.execute(db);
