import { type Kysely, sql } from 'kysely';
import { createIndexConcurrently } from '../src/platform/db/migrate.ts';

export const transaction = false;

/**
 * Each memory that comes or goes raises or lowers the counts of all its words. An index whose condition names the count had each of them written
 * anew in every index of the table; now they change in place, as long as there is room on their page.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists term_statistic_used_up`.execute(db);
  await sql`alter table term_statistic set (fillfactor = 80)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table term_statistic reset (fillfactor)`.execute(db);
  await createIndexConcurrently(db, 'term_statistic_used_up', 'on term_statistic (account_id) where memories <= 0');
}
