import { type Kysely, sql } from 'kysely';

/** The API key that a run was asked with, whose revocation ends the run; null for a token, and for runs of earlier versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run add column api_key_id uuid`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run drop column api_key_id`.execute(db);
}
