import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table collection (
      account_id text not null,
      id uuid not null,
      parent_id uuid,
      path uuid[] not null,
      name text not null,
      description text,
      duplicate_threshold double precision not null default 0.95,
      decay_half_life_days double precision not null default 30,
      auto_consolidate boolean not null default false,
      language text not null default 'en',
      time_zone text not null default 'UTC',
      retention_days integer,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      deleted_at timestamptz(3)
    )`.execute(db);
  await sql`create index collection_by_age on collection (account_id, created_at, id) where deleted_at is null`.execute(
    db,
  );
  await sql`create index collection_by_parent on collection (account_id, parent_id, created_at, id)`.execute(db);
  // After the indexes: among those of equal cost, as all are in an empty table, Postgres uses the newest.
  await sql`alter table collection add primary key (account_id, id),
    add foreign key (account_id, parent_id) references collection (account_id, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table collection`.execute(db);
}
