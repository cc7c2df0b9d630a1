import { wholeAccount } from '../collection/reach.ts';
import { changeMemory } from '../memory/change-memory.ts';
import { type Described, without } from '../memory/described.ts';
import { type LockedMemory, lockMemories, lockMemory } from '../memory/lock-memories.ts';
import { byPurge, hadLess, passOnLess } from '../memory/pass-on-less.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { merged } from './merged.ts';
import { alsoPassedOn, keptOf, type MergeInto, mergedOfHidden, mergesInto } from './passed-on.store.ts';
import { countAsEdited, forgetInPreImages, moveRevisions } from './proposal-changes.store.ts';

/**
 * Called before a merged memory is purged: removes, from the memories that it was merged into and from their histories, the tags
 * and metadata that they have from it alone. What it had from others goes with it: nothing leads from those to these any more.
 */
export async function takeBackPassedOn(unit: UnitOfWork, memoryId: string): Promise<void> {
  for (const merge of await lockedMerges(unit, memoryId, memoryId))
    for (const told of apart(merge.passedOn)) await takeBack(unit, merge, told, [memoryId]);
}

/** The same for all memories of the conversations that this transaction has hidden: nobody can change those any more. */
export async function takeBackFromHidden(unit: UnitOfWork): Promise<void> {
  for (const id of await mergedOfHidden(unit.db, unit.accountId)) await takeBackPassedOn(unit, id);
}

/**
 * The merges of a memory, read once the memories that they kept are locked: if two that told the same were purged at the same time, each
 * purge would otherwise leave that to the other.
 */
async function lockedMerges({ db, accountId }: UnitOfWork, memoryId: string, purgedId: string): Promise<MergeInto[]> {
  const keptIds = await keptOf(db, accountId, memoryId);
  if (keptIds.length === 0) return [];
  await lockMemories(db, wholeAccount(accountId), keptIds);
  return await mergesInto(db, accountId, memoryId, purgedId);
}

/** The same without what an earlier one has as well. They may differ in the value of a key, so they are not one. */
const apart = (told: readonly Described[]): Described[] => told.map((one, index) => without(one, told.slice(0, index)));

/**
 * Takes `gone` back from the memory that a merge kept, and from what that one was merged into while it had it. `path` are the
 * purged memory and those on the way from it to this merge.
 */
async function takeBack(
  unit: UnitOfWork,
  merge: MergeInto,
  gone: Described,
  path: readonly [string, ...string[]],
): Promise<void> {
  const { db, accountId } = unit;
  const { keptId, revision, lastRevision } = merge;
  const taken = without(gone, merge.others);
  if (saysNothing(taken) || path.includes(keptId)) return;
  const locked = await lockMemory(db, wholeAccount(accountId), keptId);
  if (!locked) return;
  const [purgedId] = path;
  /** What the kept memory had at a revision from this merge alone. */
  const lostAt = async (at: number) =>
    without(taken, await alsoPassedOn(db, accountId, merge, { taken, purgedId, at }));
  const { memory } = locked;
  const had = { after: revision, last: lastRevision ?? memory.revision };
  await forgetInPreImages(db, memory, taken, had);
  if (lastRevision !== null) await hadLess(unit, memory, taken, had);
  else await passOnOnly(unit, locked, { taken, lost: await lostAt(memory.revision), revision });
  for (const next of await lockedMerges(unit, keptId, purgedId)) {
    const at = next.goneRevision;
    if (at >= revision && at <= had.last) await takeBack(unit, next, await lostAt(at), [...path, keptId]);
  }
}

interface Taken {
  readonly taken: Described;
  /** The part of it that no other merge has passed on. */
  readonly lost: Described;
  /** The revision since when the memory may have it. */
  readonly revision: number;
}

/** Removes `taken` from a memory and its history, and gives back what is not `lost`. */
async function passOnOnly(unit: UnitOfWork, locked: LockedMemory, { taken, lost, revision }: Taken): Promise<void> {
  const { accountId, id, revision: from } = locked.memory;
  const less = await passOnLess(unit, locked, taken, revision);
  const stays = without(without(locked.memory, [less]), [lost]);
  // Given back as a change of its own: before the other merge, it had this from the purged memory alone.
  const kept = saysNothing(stays)
    ? less
    : await changeMemory(unit, { ...locked, memory: less }, merged([less, stays]), byPurge);
  if (kept.revision !== from) await moveRevisions(unit.db, accountId, [{ memoryId: id, from, to: kept.revision }]);
  if (kept !== less) await countAsEdited(unit.db, less, { since: revision, to: less.revision });
}

const saysNothing = ({ tags, metadata }: Described): boolean => tags.length === 0 && metadata === null;
