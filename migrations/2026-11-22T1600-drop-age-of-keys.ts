import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** Old keys are found by a scan in primary key order: no query needs their age, and each call with a key wrote an index entry for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists idempotency_by_age`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'idempotency_by_age', 'on idempotency (account_id, created_at)');
}
