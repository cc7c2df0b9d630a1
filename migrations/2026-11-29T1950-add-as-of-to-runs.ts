import { type Kysely, sql } from 'kysely';

/** The time as of which a question is asked; null: when it was asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run add column as_of timestamptz(3)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run drop column as_of`.execute(db);
}
