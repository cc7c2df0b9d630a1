import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * The index by collection no longer begins with the account: for accounts without statistics yet, the planner used it to look up
 * single vectors by key, and so scanned all vectors of the account for each.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_embedding_in_collection',
    'on memory_embedding (collection_id, ann, model)',
  );
  await sql`drop index concurrently if exists memory_embedding_by_collection`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_embedding_by_collection',
    'on memory_embedding (account_id, collection_id, ann, model)',
  );
  await sql`drop index concurrently if exists memory_embedding_in_collection`.execute(db);
}
