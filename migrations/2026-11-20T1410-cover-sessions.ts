import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** A covering index: neighbours of a memory in a conversation, and which of them count, are read from it alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_in_session',
    `on memory (account_id, conversation_id, place, created_at, id) include (collection_id, status)
      where conversation_id is not null`,
  );
  await sql`drop index concurrently if exists memory_by_conversation`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_by_conversation',
    'on memory (account_id, conversation_id, place, created_at, id) where conversation_id is not null',
  );
  await sql`drop index concurrently if exists memory_in_session`.execute(db);
}
