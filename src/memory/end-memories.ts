import type { Database } from '../platform/db/database.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { lockMemoriesInOrder } from './change-memory.store.ts';
import { expiredMemories, holdPastRetention, memoriesPastRetention, type Outlived } from './outlived.store.ts';
import { type BeforePurge, purgeMemory } from './purge-memory.ts';
import { lifecycleActor, retireEnded } from './retire-ended.ts';

/** Retires memories whose validity has ended, in all accounts: they are SUPERSEDED, by nothing. A page in a transaction an account. */
export async function retireExpired(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  await inPages(
    signal,
    () => expiredMemories(db, pageSize),
    ({ accountId, ids }) =>
      inUnitOfWork(db, accountId, async (unit) => {
        const locked = await lockMemoriesInOrder(unit.db, { accountId, within: null }, ids);
        return retireEnded(unit, locked.values());
      }),
  );
}

/** Purges memories that are older than their collection keeps them, whatever their status, in all accounts. */
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

/** Purges a memory whoever it belongs to; false where it is gone, about to go with more, or not meant any more. */
export async function purgeForGood(
  db: Database,
  { accountId, id }: { readonly accountId: string; readonly id: string },
  before: readonly BeforePurge[],
  isMeant: typeof holdPastRetention = async () => true,
): Promise<boolean> {
  const reach = { accountId, within: null };
  try {
    return await inUnitOfWork(db, accountId, async (unit) => {
      if (!(await isMeant(unit.db, accountId, id))) return false;
      await purgeMemory(unit, reach, { id, expectedRevision: null, actor: lifecycleActor, blankMessage: null, before });
      return true;
    });
  } catch (error) {
    // Somebody else has purged it, or its conversation waits for its erasure.
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Until there is nothing more to do, or nothing that is left can be done now. */
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
