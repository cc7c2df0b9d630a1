import { type Kysely, sql } from 'kysely';

/** What one process at a time does, and until when the one that does it is taken to be alive. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lease (
      name text primary key,
      holder uuid not null,
      until timestamptz not null
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table lease`.execute(db);
}
