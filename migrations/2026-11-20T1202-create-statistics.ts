import { type Kysely, sql } from 'kysely';

/** Number of CURRENT memories of a collection with a stem or a word piece, and the memories that are included in these counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table term_statistic (
      account_id text not null,
      collection_id uuid not null,
      kind text not null,
      term text not null,
      memories integer not null,
      primary key (account_id, collection_id, kind, term)
    )`.execute(db);
  await sql`create index term_statistic_used_up on term_statistic (account_id) where memories <= 0`.execute(db);
  await sql`
    create table collection_statistic (
      account_id text not null,
      collection_id uuid not null,
      memories integer not null,
      term_count bigint not null,
      primary key (account_id, collection_id)
    )`.execute(db);
  await sql`
    create table counted_memory (
      account_id text not null,
      memory_id uuid not null,
      primary key (account_id, memory_id),
      foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table counted_memory`.execute(db);
  await sql`drop table collection_statistic`.execute(db);
  await sql`drop table term_statistic`.execute(db);
}
