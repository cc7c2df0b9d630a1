import { type Kysely, sql } from 'kysely';

/**
 * The entities that memories mention, and their relations. There is no table of entities: an entity consists of its mentions, so
 * that nothing of it outlives the last memory that mentions it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mention (
      account_id text not null,
      memory_id uuid not null,
      entity_id uuid not null,
      name text not null,
      normal text not null,
      type text not null
    )`.execute(db);
  await sql`create index mention_by_entity on mention (account_id, entity_id, memory_id)`.execute(db);
  await sql`create index mention_by_name on mention (account_id, normal)`.execute(db);
  await sql`create index mention_by_similar_name on mention using gin (account_id, normal gin_trgm_ops)`.execute(db);
  await sql`alter table mention add primary key (account_id, memory_id, entity_id),
    add foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade`.execute(db);
  await sql`
    create table relation (
      account_id text not null,
      memory_id uuid not null,
      id uuid not null,
      from_id uuid not null,
      to_id uuid not null,
      type text not null,
      weight real not null
    )`.execute(db);
  await sql`create index relation_by_id on relation (account_id, id)`.execute(db);
  await sql`create index relation_from on relation (account_id, from_id, to_id, type)`.execute(db);
  await sql`create index relation_to on relation (account_id, to_id)`.execute(db);
  await sql`alter table relation add primary key (account_id, memory_id, id),
    add foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table relation`.execute(db);
  await sql`drop table mention`.execute(db);
}
