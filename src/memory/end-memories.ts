import { wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { MemoryKey } from './asked-memories.ts';
import { lockMemories } from './lock-memories.ts';
import { expiredMemories, holdPastRetention, memoriesPastRetention, type Outlived } from './outlived.store.ts';
import { type BeforePurge, purgeMemory } from './purge-memory.ts';
import { lifecycleActor, retireEnded } from './retire-ended.ts';

/** Marks memories whose validity has ended as SUPERSEDED without a successor, in all accounts; one transaction per page and account. */
export async function retireExpired(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  await inPages(
    signal,
    () => expiredMemories(db, pageSize),
    ({ accountId, ids }) =>
      inUnitOfWork(db, accountId, async (unit) => {
        const locked = await lockMemories(unit.db, wholeAccount(accountId), ids);
        return retireEnded(unit, locked.values());
      }),
  );
}

/** Purges memories that have exceeded their collection's retention, whatever their status, in all accounts. */
export async function purgeOutlived(
  db: Database,
  signal: AbortSignal,
  pageSize: number,
  before: readonly BeforePurge[],
): Promise<void> {
  await inPages(
    signal,
    () => memoriesPastRetention(db, pageSize),
    async ({ accountId, ids }) => {
      let purged = 0;
      for (const id of ids) {
        if (await purgeForGood(db, { accountId, id }, before, holdPastRetention)) purged += 1;
      }
      return purged;
    },
  );
}

/**
 * Purges a memory of any account. Returns false if it is gone, is about to be erased with its conversation, or `isMeant` no
 * longer holds.
 */
export async function purgeForGood(
  db: Database,
  { accountId, id }: MemoryKey,
  before: readonly BeforePurge[],
  isMeant: typeof holdPastRetention = async () => true,
): Promise<boolean> {
  const reach = wholeAccount(accountId);
  try {
    return await inUnitOfWork(db, accountId, async (unit) => {
      if (!(await isMeant(unit.db, accountId, id))) return false;
      await purgeMemory(unit, reach, { id, expectedRevision: null, actor: lifecycleActor, blankMessage: null, before });
      return true;
    });
  } catch (error) {
    // It was purged concurrently, or its conversation awaits erasure.
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Repeats until nothing is left, or nothing that is left can be processed now. */
async function inPages(
  signal: AbortSignal,
  next: () => Promise<Outlived[]>,
  end: (outlived: Outlived) => Promise<number>,
): Promise<void> {
  for (let ended = 1; ended > 0 && !signal.aborted; ) {
    ended = 0;
    for (const outlived of await next()) ended += await end(outlived);
  }
}
