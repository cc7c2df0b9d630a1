import { wholeAccount } from '../collection/reach.ts';
import { changeMemory } from '../memory/change-memory.ts';
import { type Described, without } from '../memory/described.ts';
import { lockMemory } from '../memory/lock-memories.ts';
import { byPurge, hadLess, passOnLess } from '../memory/pass-on-less.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { merged } from './merged.ts';
import { alsoPassedOn, type MergeInto, mergedOfHidden, mergesInto } from './passed-on.store.ts';
import { forgetInPreImages, moveRevision } from './proposal-changes.store.ts';

/**
 * Called before a merged memory is purged: removes, from the memories that it was merged into and from their histories, the tags
 * and metadata that they have from it alone.
 */
export async function takeBackPassedOn(unit: UnitOfWork, memoryId: string): Promise<void> {
  await takeBack(unit, await mergesInto(unit.db, unit.accountId, memoryId));
}

/** The same for all memories of the conversations that this transaction has hidden: nobody can change those any more. */
export async function takeBackFromHidden(unit: UnitOfWork): Promise<void> {
  for (const id of await mergedOfHidden(unit.db, unit.accountId)) {
    await takeBack(unit, await mergesInto(unit.db, unit.accountId, id));
  }
}

/**
 * Takes back all that was passed on, or only `gone`. Recurses into the memories that these were merged into, since they passed
 * everything on.
 */
async function takeBack(
  unit: UnitOfWork,
  merges: readonly MergeInto[],
  gone: Described | null = null,
  seen: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { db, accountId } = unit;
  for (const merge of merges.filter(({ keptId }) => !seen.has(keptId))) {
    const { keptId, revision, lastRevision, passedOn, others } = merge;
    const locked = await lockMemory(db, wholeAccount(accountId), keptId);
    if (!locked) continue;
    const taken = without(gone ?? merged(passedOn), others);
    if (saysNothing(taken)) continue;
    if (lastRevision !== null) {
      await hadLess(unit, locked.memory, taken, { after: revision, last: lastRevision });
      continue;
    }
    const less = await passOnLess(unit, locked, taken, revision);
    await forgetInPreImages(db, accountId, keptId, taken, revision);
    const lost = without(taken, await alsoPassedOn(db, accountId, merge, taken));
    const stays = without(without(locked.memory, [less]), [lost]);
    // Given back as a change of its own: before the other merge, it had this from the purged memory alone.
    const kept = saysNothing(stays)
      ? less
      : await changeMemory(unit, { ...locked, memory: less }, merged([less, stays]), byPurge);
    if (kept.revision !== locked.memory.revision)
      await moveRevision(db, accountId, keptId, { from: locked.memory.revision, to: kept.revision });
    await takeBack(unit, await mergesInto(db, accountId, keptId), lost, new Set([...seen, keptId]));
  }
}

const saysNothing = ({ tags, metadata }: Described): boolean => tags.length === 0 && metadata === null;
