import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * The index over collections no longer begins with the account: a look-up of one vector by its key could take it, and did for
 * accounts that the planner knew nothing of yet. It went through all vectors of the account for each.
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
