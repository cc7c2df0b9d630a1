import type { Kysely } from 'kysely';
import { installJobs, removeJobs } from '../src/platform/jobs/install-jobs.ts';

/** pg-boss makes its own transaction, and looks first whether it is there already. */
export const transaction = false;

export async function up(db: Kysely<unknown>): Promise<void> {
  await installJobs(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await removeJobs(db);
}
