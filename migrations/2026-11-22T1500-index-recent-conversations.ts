import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** A page of conversations of some collections reads only the most recent ones of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'conversation_recent',
    'on conversation (account_id, collection_id, coalesce(last_message_at, created_at), id) where deleted_at is null',
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists conversation_recent`.execute(db);
}
