import { type Kysely, sql } from 'kysely';

/**
 * Which memories are recalled together, and since when a memory counts as fresh. Recalls update rows of `memory` without touching an
 * index: free space in its pages (fillfactor) keeps that cheap.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table co_occurrence (
      account_id text not null,
      memory_a uuid not null,
      memory_b uuid not null,
      count integer not null,
      primary key (account_id, memory_a, memory_b),
      check (memory_a < memory_b),
      foreign key (account_id, memory_a) references memory (account_id, id) on delete cascade,
      foreign key (account_id, memory_b) references memory (account_id, id) on delete cascade
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index co_occurrence_by_second on co_occurrence (account_id, memory_b)`.execute(db);
  await sql`alter table memory add column fresh_at timestamptz(3)`.execute(db);
  await sql`alter table memory set (fillfactor = 80)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memory reset (fillfactor)`.execute(db);
  await sql`alter table memory drop column fresh_at`.execute(db);
  await sql`drop table co_occurrence`.execute(db);
}
