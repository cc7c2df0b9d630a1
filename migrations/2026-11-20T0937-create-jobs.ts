import { type Kysely, sql } from 'kysely';
import { installJobs } from '../src/platform/jobs/install-jobs.ts';

/** pg-boss makes its own transaction, and looks first whether it is there already. */
export const transaction = false;

export async function up(db: Kysely<unknown>): Promise<void> {
  await installJobs(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop schema if exists pgboss cascade`.execute(db);
}
