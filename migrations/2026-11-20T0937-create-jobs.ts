import type { Kysely } from 'kysely';
import { installJobs, removeJobs } from '../src/platform/jobs/install-jobs.ts';

/** pg-boss starts its own transaction, and first checks whether it is already installed. */
export const transaction = false;

export async function up(db: Kysely<unknown>): Promise<void> {
  await installJobs(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await removeJobs(db);
}
