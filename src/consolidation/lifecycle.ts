import { purgeOutlived, retireExpired } from '../memory/end-memories.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { forgetFindings } from './old-findings.ts';
import { forgetPreImages } from './proposal-changes.store.ts';
import { resumeRuns } from './resume-runs.ts';

/** Memories per transaction: a change takes a few small statements. */
const pageSize = 20;
const rowsAtOnce = 500;
/** A run without progress for this long has lost its job. */
const abandonedSeconds = 1_800;

interface LifecycleParts {
  readonly db: Database;
  readonly jobs: JobSender;
  /** Days for which consolidation can be undone. */
  readonly undoDays: number;
  /** What other features do before a memory is purged. */
  readonly beforePurge: readonly BeforePurge[];
}

/**
 * Does what is due by time alone: retires expired memories, purges those that their collection no longer keeps, deletes old undo
 * data and old findings, and resumes runs that lost their worker.
 */
export async function runLifecycle(parts: LifecycleParts, signal: AbortSignal): Promise<'done' | 'again'> {
  const { db, jobs, undoDays, beforePurge } = parts;
  await retireExpired(db, signal, pageSize);
  await purgeOutlived(db, signal, pageSize, beforePurge);
  while (!signal.aborted && (await forgetPreImages(db, undoDays, rowsAtOnce)) === rowsAtOnce);
  await forgetFindings(db, undoDays, signal, rowsAtOnce);
  await resumeRuns(db, jobs, abandonedSeconds, rowsAtOnce);
  return signal.aborted ? 'again' : 'done';
}
