import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { LockedMemory } from './change-memory.store.ts';
import { type Cause, changeMemory } from './change-memory.ts';
import { type Described, without } from './described.ts';
import type { Memory } from './memory.ts';
import { forgetInHistory } from './purge-memory.store.ts';

export const byPurge: Cause = { actor: { kind: 'CONSOLIDATION', name: 'purge' } };

/** Removes tags and metadata from a memory, and from the revisions of its history after `sinceRevision`. */
export async function passOnLess(
  unit: UnitOfWork,
  locked: LockedMemory,
  taken: Described,
  sinceRevision: number,
): Promise<Memory> {
  const less = without(locked.memory, [taken]);
  const changed = await changeMemory(unit, locked, less, byPurge);
  await forgetInHistory(unit.db, locked.memory, taken, { after: sinceRevision, last: changed.revision });
  return changed;
}

/** Removes tags and metadata from some revisions of a memory's history only: the memory has them no longer. */
export const hadLess = (
  unit: UnitOfWork,
  memory: Memory,
  taken: Described,
  revisions: { readonly after: number; readonly last: number },
): Promise<void> => forgetInHistory(unit.db, memory, taken, revisions);
