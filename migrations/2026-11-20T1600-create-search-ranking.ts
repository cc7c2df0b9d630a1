import { type Kysely, sql } from 'kysely';

/** Cached rankings of frequent queries, as ids and scores, which a new process can use. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table search_ranking (
      account_id text not null,
      key text not null,
      ranking bytea not null,
      expires_at timestamptz(3) not null,
      primary key (account_id, key)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table search_ranking`.execute(db);
}
