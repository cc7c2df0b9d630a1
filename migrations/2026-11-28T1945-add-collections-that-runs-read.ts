import { type Kysely, sql } from 'kysely';

/** Collections that the agent reads beside that of its conversation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run add column also_read uuid[] not null default '{}'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run drop column also_read`.execute(db);
}
