import { type Kysely, sql } from 'kysely';

/** Leases for work that only one process does at a time. A holder counts as dead after `until`. */
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
