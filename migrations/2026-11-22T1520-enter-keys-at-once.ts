import { type Kysely, sql } from 'kysely';

/**
 * An erasure looks up its subjects in this index one by one. Each lookup would scan the pending list: tens of thousands of entries
 * if an account sends a key with each call.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter index idempotency_by_result set (fastupdate = off)`.execute(db);
  await sql`select gin_clean_pending_list('idempotency_by_result')`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter index idempotency_by_result reset (fastupdate)`.execute(db);
}
