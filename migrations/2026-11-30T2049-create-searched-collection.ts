import { type Kysely, sql } from 'kysely';

/**
 * Which collections were searched last, so that a process that starts can load them before its first search. Like kept rankings it may be lost,
 * and is not worth its place in the WAL, on replicas and in its archive.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table searched_collection (
      account_id text not null,
      collection_id uuid not null,
      searched_at timestamptz(3) not null,
      primary key (account_id, collection_id)
    )`.execute(db);
  // As all tables with them: see 2026-11-21T1130-plan-for-any-account.
  await sql`
    alter table searched_collection
      alter column account_id set statistics 1, alter column collection_id set statistics 1`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table searched_collection`.execute(db);
}
