import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type NextRevision, writeRevisions } from './change-memory.store.ts';
import { type Cause, tellChanged } from './change-memory.ts';
import type { LockedMemory } from './lock-memories.ts';
import type { Memory } from './memory.ts';
import { changedFields, type MemoryState } from './memory-state.ts';

/** The fields that can be changed together. */
export type Change = Partial<Omit<MemoryState, 'kind' | 'validFrom'>>;

/** Changes of locked memories that are written together in the end. Each sees those before it. */
export class GatheredChanges {
  readonly #unit: UnitOfWork;
  readonly #locked: Map<string, LockedMemory>;
  readonly #revisions: NextRevision[] = [];

  constructor(unit: UnitOfWork, locked: Map<string, LockedMemory>) {
    this.#unit = unit;
    this.#locked = locked;
  }

  /** Those of the memories that are locked, as they are after the changes so far. */
  locked(id: string): LockedMemory | undefined {
    return this.#locked.get(id);
  }

  /** Like `changeMemory`, but is not written yet. */
  change(one: LockedMemory, change: Change, cause: Cause): Memory {
    const before = one.memory;
    const after = { ...before, ...change };
    const changed = changedFields(before, after);
    if (changed.length === 0) return before;
    const memory = { ...after, revision: before.revision + 1 };
    const { actor, reason = null, counterpartId = null } = cause;
    this.#revisions.push({ memory, note: { changed, actor, reason, counterpartId } });
    this.#locked.set(memory.id, { ...one, memory });
    tellChanged(this.#unit, before, memory, changed);
    return memory;
  }

  /** Writes all changes: to be called once, before the transaction ends. */
  write(): Promise<void> {
    return writeRevisions(this.#unit.db, this.#unit.accountId, this.#revisions);
  }
}
