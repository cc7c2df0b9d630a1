import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** The application's own key of a collection or conversation: unique within its scope, and free again once its owner is deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table collection add column if not exists key text`.execute(db);
  await sql`alter table conversation add column if not exists key text`.execute(db);
  const given = 'where key is not null and deleted_at is null';
  const [collection, conversation] = ['collection_key', 'conversation_key'];
  await createIndexConcurrently(
    db,
    collection,
    `on collection (account_id, parent_id, key) nulls not distinct ${given}`,
    'unique index',
  );
  await createIndexConcurrently(
    db,
    conversation,
    `on conversation (account_id, collection_id, key) ${given}`,
    'unique index',
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversation drop column if exists key`.execute(db);
  await sql`alter table collection drop column if exists key`.execute(db);
}
