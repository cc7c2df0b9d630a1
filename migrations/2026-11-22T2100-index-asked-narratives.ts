import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** Requested narratives come first, and are looked up before each narrative. Few are requested at a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'narrative_asked',
    'on narrative (account_id, collection_id) where requested_at is not null',
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists narrative_asked`.execute(db);
}
