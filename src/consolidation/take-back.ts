import { wholeAccount } from '../collection/reach.ts';
import { type Described, without } from '../memory/described.ts';
import { lockMemories } from '../memory/merge-memories.ts';
import { passOnLess } from '../memory/pass-on-less.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import {
  forgetInPreImages,
  type MergeInto,
  mergedOfHidden,
  mergesInto,
  moveRevision,
} from './proposal-changes.store.ts';

/**
 * Called before a merged memory is purged: removes, from the memories that it was merged into and from their histories, the tags
 * and metadata that they have from it alone.
 */
export async function takeBackPassedOn(unit: UnitOfWork, memoryId: string): Promise<void> {
  const merges = await mergesInto(unit.db, unit.accountId, memoryId);
  if (merges.length === 0) return;
  const locked = await lockMemories(unit, wholeAccount(unit.accountId), [memoryId]);
  for (const { memory } of locked.values()) await takeBack(unit, memory, merges);
}

/** The same for all memories of the conversations that this transaction has hidden: nobody can change those any more. */
export async function takeBackFromHidden(unit: UnitOfWork): Promise<void> {
  for (const gone of await mergedOfHidden(unit.db, unit.accountId)) {
    await takeBack(unit, gone, await mergesInto(unit.db, unit.accountId, gone.id));
  }
}

/** Recurses into the memories that these were merged into, since they passed everything on. */
async function takeBack(
  unit: UnitOfWork,
  gone: Described,
  merges: readonly MergeInto[],
  seen: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { db, accountId } = unit;
  for (const { keptId, revision, others } of merges.filter(({ keptId }) => !seen.has(keptId))) {
    const locked = (await lockMemories(unit, wholeAccount(accountId), [keptId])).get(keptId);
    if (!locked) continue;
    const taken = without(gone, others);
    if (taken.tags.length === 0 && taken.metadata === null) continue;
    const kept = await passOnLess(unit, locked, taken, revision);
    await forgetInPreImages(db, accountId, keptId, taken, revision);
    if (kept.revision !== locked.memory.revision)
      await moveRevision(db, accountId, keptId, { from: locked.memory.revision, to: kept.revision });
    await takeBack(unit, taken, await mergesInto(db, accountId, keptId), new Set([...seen, keptId]));
  }
}
