import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * For searches, which cache a ranking until the next memory begins to hold. Most memories hold from their creation, and are not in
 * the index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_to_come',
    `on memory (account_id, collection_id, valid_from) where status = 'CURRENT' and valid_from > created_at`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_to_come`.execute(db);
}
