import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_key (
      account_id text not null,
      id uuid not null,
      principal text not null,
      name text not null,
      prefix text not null,
      hash bytea not null,
      scopes text[] not null,
      plan text not null,
      collection_ids uuid[],
      created_at timestamptz(3) not null default now(),
      last_used_at timestamptz(3),
      expires_at timestamptz(3),
      revoked_at timestamptz(3),
      primary key (account_id, id),
      unique (hash)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table api_key`.execute(db);
}
