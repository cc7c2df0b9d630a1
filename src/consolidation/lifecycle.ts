import { purgeOutlived, retireExpired } from '../memory/end-memories.ts';
import type { BeforePurge } from '../memory/purge-memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { forgetFindings } from './old-findings.ts';
import { forgetPreImages } from './proposal-changes.store.ts';
import { resumeRuns } from './resume-runs.ts';

/** Memories of one transaction: a change is some small statements. */
const pageSize = 20;
const rowsAtOnce = 500;
/** A run that nobody has brought forward for so long has lost its job. */
const abandonedSeconds = 1_800;

export interface LifecycleParts {
  readonly db: Database;
  readonly jobs: JobSender;
  /** Days for which what consolidation did can be undone. */
  readonly undoDays: number;
  /** What later features have to do before a memory is purged. */
  readonly beforePurge: readonly BeforePurge[];
}

/**
 * What time alone does: memories end or are outgrown by their collection, runs lose their worker, undo runs out, and findings
 * that nobody has decided on.
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
