import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For contexts, which look for instructions with each message. Most memories are none, and are not in the index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_instructions',
    `on memory (account_id, collection_id, valid_from) where status = 'CURRENT' and kind = 'INSTRUCTION'`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_instructions`.execute(db);
}
