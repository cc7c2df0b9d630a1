import type { Viewer } from '../account/viewer.ts';
import { type Reach, reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { parseInput } from '../platform/validation.ts';
import { actorOf } from './actor.ts';
import { type RestoreMemory, restoreMemoryInput } from './change-memory.input.ts';
import { type Cause, changeMemory, lockExpected, stateConflict } from './change-memory.ts';
import { type Closing, closingOf, replacedByHand, statusBeforeForget } from './former-state.store.ts';
import { type LockedMemory, lockMemory } from './lock-memories.ts';
import { duplicateKey, endOfReplaced, type Memory } from './memory.ts';
import { type FindQuota, requireRoom } from './memory-quota.store.ts';
import { findDuplicates } from './new-memory.store.ts';
import { withoutCollision } from './without-collision.ts';

export interface Restored {
  readonly memory: Memory;
  /** The replacement that was forgotten by this restore; null if none was in the way. */
  readonly withdrawn: Memory | null;
  /** The memory that this one replaces again; null if that is not CURRENT, or if it was made to replace none. */
  readonly superseded: Memory | null;
}

/**
 * Undoes the last forget or supersede. A forgotten memory regains its previous status; a superseded one becomes CURRENT again and
 * its replacement FORGOTTEN. If that replacement is restored in turn, it replaces the other again. A CURRENT one is returned unchanged.
 */
export async function restoreMemory(
  db: Database,
  viewer: Viewer,
  given: RestoreMemory,
  quota?: FindQuota,
): Promise<Restored> {
  const { expectedRevision, reason } = parseInput(restoreMemoryInput, given);
  const reach = reachOf(viewer);
  const cause = { actor: actorOf(viewer), reason };
  // If an equal memory was added concurrently, the retry finds it, or succeeds if it is gone again.
  return withoutCollision(() =>
    inUnitOfWork(db, viewer.accountId, async (unit) => {
      // Locked first, as along any chain.
      const replacedId = await replacedByHand(unit.db, viewer.accountId, given.id);
      const replaced = replacedId === null ? null : await lockMemory(unit.db, reach, replacedId);
      const locked = await lockExpected(unit, reach, given.id, expectedRevision);
      const restored = await restore(unit, reach, { ...locked, replaced }, cause);
      if (quota && grew(locked.memory, restored)) await requireRoom(unit.db, quota);
      return restored;
    }),
  );
}

/** Whether the number of CURRENT memories grew: withdrawing a replacement makes room, and so does superseding again. */
const grew = (before: Memory, { memory, withdrawn, superseded }: Restored): boolean =>
  before.status !== 'CURRENT' && memory.status === 'CURRENT' && withdrawn === null && superseded === null;

/** A memory to restore, with the one that it was made to replace. */
interface Restorable extends LockedMemory {
  readonly replaced: LockedMemory | null;
}

async function restore(unit: UnitOfWork, reach: Reach, locked: Restorable, cause: Cause): Promise<Restored> {
  const { memory, replaced } = locked;
  if (memory.status === 'CURRENT') return { memory, withdrawn: null, superseded: null };
  if (memory.status === 'SUPERSEDED') return undoSupersede(unit, reach, locked, cause);
  const status = await statusBeforeForget(unit.db, memory);
  const isBack = status === 'CURRENT';
  // Supersedes the old one first: it may have the same content.
  const superseded = isBack && replaced ? await supersedeAgain(unit, replaced, memory, cause) : null;
  if (isBack) await refuseDuplicate(unit, memory);
  return { memory: await changeMemory(unit, locked, { status }, cause), withdrawn: null, superseded };
}

/** An undo had made the old memory CURRENT again. Otherwise both would count, with nothing that says which one came later. */
async function supersedeAgain(unit: UnitOfWork, old: LockedMemory, by: Memory, cause: Cause): Promise<Memory | null> {
  if (old.memory.status !== 'CURRENT') return null;
  const validTo = endOfReplaced(old.memory, by.validFrom);
  const change = { status: 'SUPERSEDED', validTo, supersededById: by.id } as const;
  return changeMemory(unit, old, change, { actor: cause.actor, counterpartId: by.id });
}

async function undoSupersede(unit: UnitOfWork, reach: Reach, locked: LockedMemory, cause: Cause): Promise<Restored> {
  const { memory } = locked;
  const closing = await closingOf(unit.db, memory);
  const replacedBy = closing.byConsolidation ? null : memory.supersededById;
  // Withdraws the replacement first: it may have the same content.
  const withdrawn = replacedBy && (await withdraw(unit, reach, memory, replacedBy, cause));
  await refuseDuplicate(unit, memory);
  const restored = await changeMemory(
    unit,
    locked,
    { status: 'CURRENT', supersededById: null, validTo: reopened(closing, memory) },
    { ...cause, counterpartId: memory.supersededById },
  );
  return { memory: restored, withdrawn: withdrawn || null, superseded: null };
}

async function withdraw(unit: UnitOfWork, reach: Reach, old: Memory, id: string, cause: Cause): Promise<Memory | null> {
  const replacement = await lockMemory(unit.db, reach, id);
  if (!replacement) return null;
  const { status, supersededById } = replacement.memory;
  if (status === 'SUPERSEDED' || supersededById !== null) {
    throw stateConflict(old, 'The replacement of this memory was itself superseded: restore the replacement first', id);
  }
  if (status === 'FORGOTTEN') return null;
  return changeMemory(unit, replacement, { status: 'FORGOTTEN' }, { actor: cause.actor });
}

/** Makes a memory that consolidation superseded CURRENT again, unless a CURRENT duplicate exists. */
export async function reinstate(unit: UnitOfWork, locked: LockedMemory, cause: Cause): Promise<void> {
  const { memory } = locked;
  if (await currentTwin(unit, memory)) return;
  const validTo = reopened(await closingOf(unit.db, memory), memory);
  await changeMemory(unit, locked, { status: 'CURRENT', supersededById: null, validTo }, cause);
}

/** Returns the end that the memory had before it was superseded, unless it was changed by hand since. */
function reopened(closing: Closing, memory: Memory): Date | null {
  const { validFrom, validTo } = memory;
  if (validTo?.getTime() !== closing.validTo?.getTime()) return validTo;
  return closing.validToBefore === null || closing.validToBefore >= validFrom ? closing.validToBefore : validTo;
}

async function refuseDuplicate(unit: UnitOfWork, memory: Memory): Promise<void> {
  const equal = await currentTwin(unit, memory);
  if (equal)
    throw stateConflict(
      memory,
      'A CURRENT memory of this collection has the same content: forget that one first',
      equal.id,
    );
}

/** The CURRENT duplicate that prevents `memory` from becoming CURRENT again; null if there is none. */
async function currentTwin(unit: UnitOfWork, memory: Memory): Promise<Memory | null> {
  if (memory.messageId !== null) return null;
  return (await findDuplicates(unit.db, memory, [memory])).get(duplicateKey(memory)) ?? null;
}

/** The keys (`duplicateKey`) of the CURRENT duplicates of locked memories of one collection that are not CURRENT themselves. */
export async function currentTwins(unit: UnitOfWork, locked: readonly LockedMemory[]): Promise<Set<string>> {
  const ended = locked.flatMap(({ memory }) =>
    memory.status === 'CURRENT' || memory.messageId !== null ? [] : memory,
  );
  const [first] = ended;
  return new Set(first && (await findDuplicates(unit.db, first, ended)).keys());
}
