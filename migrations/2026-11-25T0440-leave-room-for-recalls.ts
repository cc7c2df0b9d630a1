import { type Kysely, sql } from 'kysely';

/**
 * Hits of one search are often on the same page, and are recalled in one transaction: with a fifth of the page free, there is no
 * room for three new row versions. A version that does not fit goes to another page, and into every index of the table, including
 * that of its words. This affected more than a tenth of all recalls, at some 10 KB of WAL each: a quarter of all that was written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory set (fillfactor = 65)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory set (fillfactor = 80)`.execute(db);
}
