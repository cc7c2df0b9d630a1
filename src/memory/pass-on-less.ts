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
  const less = without(locked.memory, [taken]);
  const changed = await changeMemory(unit, locked, less, { actor: { kind: 'CONSOLIDATION', name: 'purge' } });
  await forgetInHistory(unit.db, locked.memory, { sinceRevision, ...taken });
  return changed;
}

/** What none of the others has, of tags and entries of metadata. */
export function without({ tags, metadata }: Described, others: readonly Described[]): Described {
  const entries = Object.entries(metadata ?? {}).filter(
    ([key, value]) => !others.some((other) => isDeepStrictEqual(other.metadata?.[key], value)),
  );
  return {
    tags: tags.filter((tag) => !others.some((other) => other.tags.includes(tag))),
    metadata: entries.length === 0 ? null : Object.fromEntries(entries),
  };
}
