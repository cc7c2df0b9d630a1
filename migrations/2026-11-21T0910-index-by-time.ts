import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For processes that look several times a second for changes that are not in the event log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(db, 'collection_at', 'on collection using brin (created_at) with (autosummarize = on)');
  await createIndexConcurrently(db, 'purge_ledger_at', 'on purge_ledger using brin (at) with (autosummarize = on)');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists purge_ledger_at`.execute(db);
  await sql`drop index concurrently if exists collection_at`.execute(db);
}
