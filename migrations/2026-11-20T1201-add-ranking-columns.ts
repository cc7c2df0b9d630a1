import { type Kysely, sql } from 'kysely';

/** What ranking needs to know of a memory besides its words: see src/memory/new-memory.store.ts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table memory
      add column pieces smallint[] not null default '{}',
      add column patterns integer not null default 0,
      add column place integer,
      add column role text`.execute(db);
  await sql`drop index memory_by_conversation`.execute(db);
  await sql`create index memory_by_conversation on memory (account_id, conversation_id, place, created_at, id)
    where conversation_id is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index memory_by_conversation`.execute(db);
  await sql`create index memory_by_conversation on memory (account_id, conversation_id, created_at, id)
    where conversation_id is not null`.execute(db);
  await sql`alter table memory drop column pieces, drop column patterns, drop column place, drop column role`.execute(
    db,
  );
}
