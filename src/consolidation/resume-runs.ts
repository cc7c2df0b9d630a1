import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { applyFindingsJob, consolidateJob } from './consolidation-jobs.ts';
import { abandonedRuns } from './run-changes.store.ts';

/** Resends the jobs of up to `limit` active runs, of any account, that have made no progress for `seconds`. */
export async function resumeRuns(db: Database, jobs: JobSender, seconds: number, limit: number): Promise<void> {
  for (const { accountId, runId, origin } of await abandonedRuns(db, seconds, limit)) {
    const job = origin === 'ASKED' ? consolidateJob : applyFindingsJob;
    await inUnitOfWork(db, accountId, (unit) => jobs.send(unit, job, { accountId, runId }));
  }
}
