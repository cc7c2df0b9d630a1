import { isDeepStrictEqual } from 'node:util';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { LockedMemory } from './change-memory.store.ts';
import { changeMemory } from './change-memory.ts';
import type { Memory } from './memory.ts';
import { forgetInHistory } from './purge-memory.store.ts';

/** What is told about a memory besides its content. */
export type Described = Pick<Memory, 'tags' | 'metadata'>;

/** Takes tags and metadata out of a memory, and out of its history from a revision on. */
export async function passOnLess(
  unit: UnitOfWork,
  locked: LockedMemory,
  taken: Described,
  sinceRevision: number,
): Promise<Memory> {
  const { tags, metadata } = locked.memory;
  const entries = Object.entries(metadata ?? {}).filter(
    ([key, value]) => !isDeepStrictEqual(taken.metadata?.[key], value),
  );
  const less = {
    tags: tags.filter((tag) => !taken.tags.includes(tag)),
    metadata: entries.length === 0 ? null : Object.fromEntries(entries),
  };
  const changed = await changeMemory(unit, locked, less, { actor: { kind: 'CONSOLIDATION', name: 'purge' } });
  await forgetInHistory(unit.db, locked.memory, { sinceRevision, ...taken });
  return changed;
}
