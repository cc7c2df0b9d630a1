import { type Kysely, sql } from 'kysely';

/** The position of each consumer of the event log in each stream. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consumer (
      account_id text not null,
      kind text not null,
      stream_id uuid not null,
      name text not null,
      seq integer not null default 0,
      primary key (account_id, kind, stream_id, name)
    ) with (fillfactor = 50)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table consumer`.execute(db);
}
