import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/** For the job that retires memories whose validity has ended. Most memories have no end, and are not in the index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createIndexConcurrently(
    db,
    'memory_expiring',
    `on memory (valid_to) where status = 'CURRENT' and valid_to is not null`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists memory_expiring`.execute(db);
}
