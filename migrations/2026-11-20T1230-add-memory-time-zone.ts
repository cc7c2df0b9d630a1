import { type Kysely, sql } from 'kysely';

/** The time zone in which the date among a memory's terms was computed, beside their language: see src/memory/reread-memories.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory add column time_zone text not null default 'UTC'`.execute(db);
  await sql`update memory set time_zone = collection.time_zone from collection
    where collection.account_id = memory.account_id and collection.id = memory.collection_id
      and collection.time_zone <> 'UTC'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory drop column time_zone`.execute(db);
}
