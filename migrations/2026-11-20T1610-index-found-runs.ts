import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For the job that deletes consolidation runs that were found after writes and are no longer needed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'consolidation_run_found',
    `on consolidation_run (created_at) where origin = 'FOUND'`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists consolidation_run_found`.execute(db);
}
