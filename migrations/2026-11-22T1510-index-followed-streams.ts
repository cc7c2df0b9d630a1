import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * For the followers of the log and the measurement of their lag, which look up the streams of collections: few beside those of
 * conversations and runs.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'stream_followed', `on stream (account_id, id) where kind = 'collection'`);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists stream_followed`.execute(db);
}
