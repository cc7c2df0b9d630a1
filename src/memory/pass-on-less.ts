import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { LockedMemory } from './change-memory.store.ts';
import { changeMemory } from './change-memory.ts';
import { type Described, without } from './described.ts';
import type { Memory } from './memory.ts';
import { forgetInHistory } from './purge-memory.store.ts';

/** Removes tags and metadata from a memory, and from the revisions of its history after `sinceRevision`. */
export async function passOnLess(
  unit: UnitOfWork,
  locked: LockedMemory,
  taken: Described,
  sinceRevision: number,
): Promise<Memory> {
  const less = without(locked.memory, [taken]);
  const changed = await changeMemory(unit, locked, less, { actor: { kind: 'CONSOLIDATION', name: 'purge' } });
  await forgetInHistory(unit.db, locked.memory, taken, sinceRevision);
  return changed;
}
