import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** Old keys are found in a walk by their own order: nothing asks for them by their age, and each call with a key wrote an entry for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists idempotency_by_age`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'idempotency_by_age', 'on idempotency (account_id, created_at)');
}
