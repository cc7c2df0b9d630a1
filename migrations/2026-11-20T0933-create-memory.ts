import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table memory (
      account_id text not null,
      id uuid not null,
      collection_id uuid not null,
      conversation_id uuid,
      message_id uuid,
      content text not null,
      content_hash bytea not null,
      kind text not null,
      tier text not null default 'ACTIVE',
      tier_pinned boolean not null default false,
      status text not null default 'CURRENT',
      resonance double precision not null default 0,
      tags text[] not null default '{}',
      metadata jsonb,
      speaker text,
      valid_from timestamptz(3) not null,
      valid_to timestamptz(3),
      superseded_by uuid,
      embedding_status text not null default 'PENDING',
      language text not null,
      terms tsvector not null,
      term_count integer not null,
      revision integer not null default 1,
      access_count integer not null default 0,
      last_accessed_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      check (valid_to is null or valid_to >= valid_from),
      foreign key (account_id, collection_id) references collection (account_id, id),
      foreign key (account_id, message_id) references message (account_id, id)
    )`.execute(db);
  await sql`create unique index memory_duplicate
    on memory (account_id, collection_id, content_hash, coalesce(speaker, ''))
    where status = 'CURRENT' and message_id is null`.execute(db);
  await sql`create index memory_by_age on memory (account_id, collection_id, created_at, id)`.execute(db);
  await sql`create index memory_by_message on memory (account_id, message_id) where message_id is not null`.execute(db);
  await sql`create index memory_by_conversation on memory (account_id, conversation_id, created_at, id)
    where conversation_id is not null`.execute(db);
  await sql`create index memory_by_successor on memory (account_id, superseded_by) where superseded_by is not null`.execute(
    db,
  );
  await sql`create index memory_terms on memory using gin (collection_id, terms) with (fastupdate = off)`.execute(db);
  // After the indexes: among those of equal cost, as all are in an empty table, Postgres uses the newest.
  await sql`alter table memory add primary key (account_id, id),
    add foreign key (account_id, superseded_by) references memory (account_id, id)
      on delete set null (superseded_by) deferrable initially deferred`.execute(db);
  await sql`
    create table memory_revision (
      account_id text not null,
      memory_id uuid not null,
      revision integer not null,
      changed text[] not null,
      kind text not null,
      tier text not null,
      tags text[] not null,
      metadata jsonb,
      valid_from timestamptz(3) not null,
      valid_to timestamptz(3),
      status text not null,
      reason text,
      actor_kind text not null,
      actor text not null,
      at timestamptz(3) not null default now(),
      primary key (account_id, memory_id, revision),
      foreign key (account_id, memory_id) references memory (account_id, id) on delete cascade
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table memory_revision`.execute(db);
  await sql`drop table memory`.execute(db);
}
