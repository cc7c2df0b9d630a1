import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * Each memory that is added or removed changes the counts of all its words. Because of an index with the count in its condition,
 * each change wrote new entries to every index of the table; without it, rows are updated in place (HOT) as long as their page has
 * room.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists term_statistic_used_up`.execute(db);
  await sql`alter table term_statistic set (fillfactor = 80)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table term_statistic reset (fillfactor)`.execute(db);
  await createIndexConcurrently(db, 'term_statistic_used_up', 'on term_statistic (account_id) where memories <= 0');
}
