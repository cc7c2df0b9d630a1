import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table conversation (
      account_id text not null,
      id uuid not null,
      collection_id uuid not null,
      title text,
      metadata jsonb,
      last_message_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      deleted_at timestamptz(3),
      primary key (account_id, id),
      foreign key (account_id, collection_id) references collection (account_id, id)
    )`.execute(db);
  await sql`create index conversation_by_collection on conversation (account_id, collection_id, created_at, id)`.execute(
    db,
  );
  await sql`create index conversation_by_activity
    on conversation (account_id, (coalesce(last_message_at, created_at)), id)`.execute(db);
  await sql`create index conversation_deleted on conversation (account_id, id) where deleted_at is not null`.execute(
    db,
  );
  await sql`
    create table message (
      account_id text not null,
      id uuid not null,
      conversation_id uuid not null,
      seq integer not null,
      role text not null,
      speaker text,
      content text not null,
      metadata jsonb,
      sent_at timestamptz(3) not null,
      created_at timestamptz(3) not null default now(),
      primary key (account_id, id),
      unique (account_id, conversation_id, seq),
      foreign key (account_id, conversation_id) references conversation (account_id, id)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table message`.execute(db);
  await sql`drop table conversation`.execute(db);
}
