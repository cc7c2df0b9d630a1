import { type Kysely, sql } from 'kysely';

/** Why a run failed or was cancelled, and why its answer is incomplete, for programs; null if neither, and for runs of earlier versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run add column error_code text, add column answer_cut text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table agent_run drop column error_code, drop column answer_cut`.execute(db);
}
