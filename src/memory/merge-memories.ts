import type { Reach } from '../collection/reach.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type LockedMemory, lockMemoriesInOrder } from './change-memory.store.ts';
import type { Memory } from './memory.ts';
import { duplicateKey, findDuplicates } from './new-memory.store.ts';
import { addPartners, addUse, recalledOf, takeBackPartners, takeBackUse } from './use.store.ts';
import type { AddedUse } from './use.ts';

export type { LockedMemory };

/** Memories that nobody else can change until the transaction ends, by id, locked in the order given; what is gone is left out. */
export const lockMemories = (
  unit: UnitOfWork,
  reach: Reach,
  ids: readonly string[],
): Promise<Map<string, LockedMemory>> => lockMemoriesInOrder(unit.db, reach, ids);

/** Those of some memories whose recalls there are to take over. */
export const recalledAmong = (unit: UnitOfWork, ids: readonly string[]): Promise<Set<string>> =>
  recalledOf(unit.db, unit.accountId, ids);

/** Lets the recalls of locked memories count for the one that takes their place: nothing of how they were used is lost. */
export async function takeOverUse(unit: UnitOfWork, id: string, from: readonly string[]): Promise<AddedUse | null> {
  await addPartners(unit.db, unit.accountId, id, from);
  return addUse(unit.db, unit.accountId, id, from);
}

/** Undoes takeOverUse of `from` as far as it was for those in `of`. */
export async function giveBackUse(
  unit: UnitOfWork,
  id: string,
  use: AddedUse | null,
  memories: { readonly from: readonly string[]; readonly of: readonly string[] },
): Promise<void> {
  await takeBackPartners(unit.db, unit.accountId, id, memories);
  if (use) await takeBackUse(unit.db, unit.accountId, id, use);
}

/** The CURRENT memory that says just the same, beside which one that is to count again would stand; null: there is none. */
export async function currentTwin(unit: UnitOfWork, memory: Memory): Promise<Memory | null> {
  if (memory.messageId !== null) return null;
  return (await findDuplicates(unit.db, memory, [memory])).get(duplicateKey(memory)) ?? null;
}
