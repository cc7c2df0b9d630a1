import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Memory } from './memory.ts';
import { duplicateKey, findDuplicates } from './new-memory.store.ts';
import { addPartners, addUse, recalledOf, takeBackPartners, takeBackUse } from './use.store.ts';
import type { AddedUse } from './use.ts';

/** Those of `ids` that have recalls to take over. */
export const recalledAmong = (unit: UnitOfWork, ids: readonly string[]): Promise<Set<string>> =>
  recalledOf(unit.db, unit.accountId, ids);

/** Adds the recalls of locked memories to the one that replaces them, so that no usage is lost. */
export async function takeOverUse(unit: UnitOfWork, id: string, from: readonly string[]): Promise<AddedUse | null> {
  await addPartners(unit.db, unit.accountId, id, from);
  return addUse(unit.db, unit.accountId, id, from);
}

/** Reverts takeOverUse of `from`, its co-occurrences only for those in `of`. */
export async function giveBackUse(
  unit: UnitOfWork,
  id: string,
  use: AddedUse | null,
  memories: { readonly from: readonly string[]; readonly of: readonly string[] },
): Promise<void> {
  await takeBackPartners(unit.db, unit.accountId, id, memories);
  if (use) await takeBackUse(unit.db, unit.accountId, id, use);
}

/** The CURRENT duplicate that prevents `memory` from becoming CURRENT again; null if there is none. */
export async function currentTwin(unit: UnitOfWork, memory: Memory): Promise<Memory | null> {
  if (memory.messageId !== null) return null;
  return (await findDuplicates(unit.db, memory, [memory])).get(duplicateKey(memory)) ?? null;
}
