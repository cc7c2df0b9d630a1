import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotency (
      account_id text not null,
      mutation text not null,
      parent_id text not null,
      key text not null,
      body_hash bytea not null,
      result_ids uuid[] not null,
      created_at timestamptz(3) not null default now(),
      primary key (account_id, mutation, parent_id, key)
    )`.execute(db);
  await sql`create index idempotency_by_age on idempotency (account_id, created_at)`.execute(db);
  await sql`create index idempotency_by_result on idempotency using gin (result_ids)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency`.execute(db);
}
