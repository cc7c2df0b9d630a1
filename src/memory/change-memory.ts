import type { Reach } from '../collection/reach.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import { writeState, writeToMany } from './change-memory.store.ts';
import { type LockedMemory, lockMemory } from './lock-memories.ts';
import type { Memory } from './memory.ts';
import { changedFields, type MemoryState } from './memory-state.ts';

/** Who changes a memory, and why. */
export interface Cause {
  readonly actor: Actor;
  /** Recorded only in the history of the memory that the call named. */
  readonly reason?: string | null | undefined;
  /** The other memory that the change involves; purging that one removes the reason too. */
  readonly counterpartId?: string | null;
}

/** Locks the memory that a call names. Throws ConflictError if its revision is not the expected one. */
export async function lockExpected(
  unit: UnitOfWork,
  reach: Reach,
  id: string,
  expectedRevision: number | null | undefined,
): Promise<LockedMemory> {
  const locked = await lockMemory(unit.db, reach, id);
  if (!locked) throw new NotFoundError({ type: 'Memory', id });
  const { revision } = locked.memory;
  if (expectedRevision != null && expectedRevision !== revision) {
    throw new ConflictError('REVISION', {
      message: `The memory is at revision ${revision}, not ${expectedRevision}: read it again`,
      currentRevision: revision,
      current: { type: 'Memory', id },
    });
  }
  return locked;
}

/** Changes a locked memory: state, revision, history and event. Does nothing if the state stays the same. */
export async function changeMemory(
  unit: UnitOfWork,
  locked: LockedMemory,
  change: Partial<MemoryState>,
  cause: Cause,
): Promise<Memory> {
  const before = locked.memory;
  const state = { ...before, ...change };
  const changed = changedFields(before, state);
  if (changed.length === 0) return before;
  const memory = await writeState(unit.db, locked, state, {
    changed,
    actor: cause.actor,
    reason: cause.reason ?? null,
    counterpartId: cause.counterpartId ?? null,
  });
  tellChanged(unit, before, memory, changed);
  return memory;
}

/** Records the event of a change. */
export function tellChanged(unit: UnitOfWork, before: Memory, memory: Memory, changed: readonly string[]): void {
  const forgotten = changed.includes('status') && memory.status === 'FORGOTTEN';
  unit.record({
    kind: 'collection',
    streamId: memory.collectionId,
    type: forgotten ? 'MemoryForgotten' : 'MemoryChanged',
    subjectId: memory.id,
    changed,
    recall: true,
    memories: currentCount(memory) - currentCount(before),
  });
}

/** What a memory adds to its collection's count. */
export const currentCount = ({ status }: Pick<Memory, 'status'>): number => (status === 'CURRENT' ? 1 : 0);

/** Error for a change that the memory's status does not allow. */
export const stateConflict = (memory: Memory, message: string, currentId: string): ConflictError =>
  new ConflictError('STATE', {
    message,
    currentRevision: memory.revision,
    current: { type: 'Memory', id: currentId },
  });

const eventsOfMany = {
  retired: { changed: ['status'], memories: -1 },
  unlinked: { changed: ['supersededBy'], memories: 0 },
} as const;

/** Makes the same change to locked memories, all of which it changes: state, revisions and histories in one statement, and their events. */
export async function changeMany(
  unit: UnitOfWork,
  memories: readonly Memory[],
  change: keyof typeof eventsOfMany,
  { actor, reason = null }: Pick<Cause, 'actor' | 'reason'>,
): Promise<void> {
  if (memories.length === 0) return;
  const told = eventsOfMany[change];
  const ids = memories.map(({ id }) => id);
  await writeToMany(unit.db, unit.accountId, ids, change, { changed: told.changed, actor, reason });
  const event = { kind: 'collection', type: 'MemoryChanged', recall: true, ...told } as const;
  for (const { id, collectionId } of memories) unit.record({ ...event, streamId: collectionId, subjectId: id });
}
