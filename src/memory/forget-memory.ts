import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { parseInput } from '../platform/validation.ts';
import { actorOf } from './actor.ts';
import { type ForgetMemory, forgetMemoryInput } from './change-memory.input.ts';
import { changeMemory, lockExpected } from './change-memory.ts';
import type { Memory } from './memory.ts';
import { type BeforePurge, type BlankMessage, purgeMemory } from './purge-memory.ts';

export interface Forgotten {
  readonly memoryId: string;
  readonly collectionId: string;
  /** Null if it was purged. */
  readonly memory: Memory | null;
}

/**
 * Hides a memory, or with `purge` removes every trace of it, whatever its status. Forgetting a forgotten memory returns it
 * unchanged. The reason of a purge is not stored.
 */
export async function forgetMemory(
  parts: { readonly db: Database; readonly blankMessage: BlankMessage; readonly beforePurge: readonly BeforePurge[] },
  viewer: Viewer,
  given: ForgetMemory,
): Promise<Forgotten> {
  const { expectedRevision, reason, purge, purgeSource } = parseInput(forgetMemoryInput, given);
  const reach = reachOf(viewer);
  const actor = actorOf(viewer);
  const work = async (unit: UnitOfWork): Promise<Forgotten> => {
    if (purge) {
      const blankMessage = purgeSource ? parts.blankMessage : null;
      const { id, collectionId } = await purgeMemory(unit, reach, {
        id: given.id,
        expectedRevision,
        actor,
        blankMessage,
        before: parts.beforePurge,
      });
      return { memoryId: id, collectionId, memory: null };
    }
    const locked = await lockExpected(unit, reach, given.id, expectedRevision);
    const memory = await changeMemory(unit, locked, { status: 'FORGOTTEN' }, { actor, reason });
    return { memoryId: memory.id, collectionId: memory.collectionId, memory };
  };
  return inUnitOfWork(parts.db, viewer.accountId, work);
}
