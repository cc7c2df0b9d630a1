import type { Logger } from 'pino';
import { eraseJob, erasureBy } from '../collection/request-erasure.ts';
import { applyFindingsJob, consolidateJob } from '../consolidation/consolidation-jobs.ts';
import { resumeRuns } from '../consolidation/resume-runs.ts';
import { eraseLeftovers } from '../erasure/erase-leftovers.ts';
import { indexVectorsJob } from '../memory/index-vectors.ts';
import { accountsBeyondScans } from '../memory/vector-index.store.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import type { OpenDatabase } from './open-database.ts';

const most = 1_000_000;

/**
 * Sends again the jobs that an import does not include; the tables hold all they need. All other background work finds its
 * own there: pending vectors, narratives and agent runs, and the consumers of the event log.
 */
export async function resumeWork(
  { jobs: db, jobConnections, jobsSchema: schema }: Pick<OpenDatabase, 'jobs' | 'jobConnections' | 'jobsSchema'>,
  kind: 'embedded' | 'postgres',
  log: Logger,
): Promise<void> {
  await using queue = new JobQueue({
    source: jobConnections,
    schema,
    jobs: [eraseJob, consolidateJob, applyFindingsJob, indexVectorsJob],
    runs: false,
    alone: false,
    pollSeconds: 3_600,
    log,
  });
  await queue.open();
  await eraseLeftovers(db, erasureBy(queue));
  await resumeRuns(db, queue, 0, most);
  if (kind === 'embedded') return;
  for (const accountId of await accountsBeyondScans(db)) {
    await inUnitOfWork(db, accountId, (unit) => queue.send(unit, indexVectorsJob, { accountId }));
  }
}
