import { type Kysely, sql } from 'kysely';

/**
 * What an erasure takes is looked up in this index for one thing after the other. Entries that wait to be put into their places would be gone
 * through each time: tens of thousands, where an account gives each call a key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter index idempotency_by_result set (fastupdate = off)`.execute(db);
  await sql`select gin_clean_pending_list('idempotency_by_result')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter index idempotency_by_result reset (fastupdate)`.execute(db);
}
