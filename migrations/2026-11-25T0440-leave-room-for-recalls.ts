import { type Kysely, sql } from 'kysely';

/**
 * Hits of one search often stand on one page, and are recalled in one transaction: where a fifth of a page is left free there is no room for three new
 * versions of its rows. What finds none goes to another page, and is entered anew into every index of the table, its words too. So was more than
 * a tenth of all recalls, at some 10 KB of the log each: a quarter of what was written to it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory set (fillfactor = 65)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory set (fillfactor = 80)`.execute(db);
}
