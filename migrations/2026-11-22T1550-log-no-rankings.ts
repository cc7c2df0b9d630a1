import { type Kysely, sql } from 'kysely';

/**
 * Lost rankings are computed again, and they are valid only for minutes: several a second, of seven kilobytes each, are not worth
 * their place in the WAL, on replicas and in its archive. After a crash of the database the table is empty, as after this migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`truncate search_ranking`.execute(db);
  await sql`alter table search_ranking set unlogged`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table search_ranking set logged`.execute(db);
}
