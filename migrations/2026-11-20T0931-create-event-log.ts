import { type Kysely, sql } from 'kysely';

/** The counters are in a table of their own, which no foreign key references: raising them blocks no insert. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream (
      account_id text not null,
      kind text not null,
      id uuid not null,
      seq integer not null default 0,
      memory_revision integer not null default 0,
      shape_revision integer not null default 0,
      memory_count integer not null default 0,
      conversation_count integer not null default 0,
      message_count integer not null default 0,
      primary key (account_id, kind, id)
    ) with (fillfactor = 50)`.execute(db);
  await sql`
    create table event (
      account_id text not null,
      kind text not null,
      stream_id uuid not null,
      seq integer not null,
      type text not null,
      subject_id uuid not null,
      changed text[] not null,
      at timestamptz(3) not null,
      primary key (account_id, kind, stream_id, seq)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table event`.execute(db);
  await sql`drop table stream`.execute(db);
}
