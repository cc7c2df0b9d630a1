import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { isActive, type RunStatus } from '../platform/run-status.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { lockRun } from './run.store.ts';
import { markEnded } from './run-changes.store.ts';
import { tellFinished } from './tell-run.ts';

/** Ends a locked run and records the event. `error`: why it failed, without content of memories. */
export async function endRun(
  unit: UnitOfWork,
  run: ConsolidationRun,
  status: RunStatus,
  error: string | null = null,
): Promise<void> {
  await markEnded(unit.db, run, status, error);
  tellFinished(unit, run);
}

/** Ends a run if it is still active. */
export const endActive = (db: Database, accountId: string, runId: string, status: RunStatus): Promise<void> =>
  inUnitOfWork(db, accountId, async (unit) => {
    const run = await lockRun(unit.db, accountId, runId);
    if (run && isActive(run)) await endRun(unit, run, status);
  });
