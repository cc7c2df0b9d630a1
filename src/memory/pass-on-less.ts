import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { LockedMemory } from './change-memory.store.ts';
import { changeMemory } from './change-memory.ts';
import type { Memory } from './memory.ts';
import { forgetInHistory } from './purge-memory.store.ts';

/** What is told about a memory besides its content. */
export type Described = Pick<Memory, 'tags' | 'metadata'>;

/** Leaves a memory with fewer tags and metadata, and takes what goes out of its history from a revision on. */
export async function passOnLess(
  unit: UnitOfWork,
  locked: LockedMemory,
  less: Described,
  sinceRevision: number,
): Promise<Memory> {
  const { memory } = locked;
  const tags = memory.tags.filter((tag) => !less.tags.includes(tag));
  const keys = Object.keys(memory.metadata ?? {}).filter((key) => !(key in (less.metadata ?? {})));
  const changed = await changeMemory(unit, locked, less, { actor: { kind: 'CONSOLIDATION', name: 'purge' } });
  if (tags.length + keys.length > 0) await forgetInHistory(unit.db, memory, { sinceRevision, tags, keys });
  return changed;
}
