import { type Kysely, sql } from 'kysely';

/**
 * The narrative of a collection, written in advance. Without a model it is only a list of memories, whose words are read when it is
 * shown. A row without `told_by` is one that was requested or is being written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table narrative (
      account_id text not null,
      collection_id uuid not null,
      told_by text,
      text text,
      memory_ids uuid[] not null default '{}',
      revision integer not null default 0,
      memory_revision integer,
      generated_at timestamptz(3),
      requested_at timestamptz(3),
      claimed_until timestamptz(3),
      primary key (account_id, collection_id),
      foreign key (account_id, collection_id) references collection (account_id, id) on delete cascade
    )`.execute(db);
  await sql`create index narrative_claimed on narrative (claimed_until) where claimed_until is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table narrative`.execute(db);
}
