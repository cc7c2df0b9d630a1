import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * For agents, whose answers are cached until the next memory of a collection ceases to hold. Most memories have no end, and are not
 * in the index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_ending',
    `on memory (account_id, collection_id, valid_to) where status = 'CURRENT' and valid_to is not null`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_ending`.execute(db);
}
