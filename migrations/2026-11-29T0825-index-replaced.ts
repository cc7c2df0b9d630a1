import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For searches, which look in their collections for what was replaced last. Most memories were not, and are not in the index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_replaced',
    'on memory (account_id, collection_id, superseded_by) where superseded_by is not null',
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_replaced`.execute(db);
}
