import { type Kysely, sql } from 'kysely';

/**
 * Rankings that are kept are found anew where they are lost, and hold for minutes: some a second, of seven kilobytes each, are not worth a place in
 * the log, on replicas and in its archive. After a crash of the database the table begins empty, as here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`truncate search_ranking`.execute(db);
  await sql`alter table search_ranking set unlogged`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table search_ranking set logged`.execute(db);
}
