import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import { changeMany } from './change-memory.ts';
import { changedLast } from './former-state.store.ts';
import type { LockedMemory } from './lock-memories.ts';
import type { Memory } from './memory.ts';

/** Actor of lifecycle changes in histories. */
export const lifecycleActor: Actor = { kind: 'CONSOLIDATION', name: 'lifecycle' };

/** Whether a memory with this end has ended. */
export const hasEnded = (validTo: Date | null, now: Date): boolean => validTo !== null && validTo <= now;

/** Marks locked memories that are CURRENT and have ended as SUPERSEDED without a successor; returns how many. */
export async function retireEnded(unit: UnitOfWork, locked: Iterable<LockedMemory>): Promise<number> {
  const ended = [...locked].flatMap(({ memory, now }) =>
    memory.status === 'CURRENT' && hasEnded(memory.validTo, now) ? memory : [],
  );
  await changeMany(unit, ended, 'retired', { actor: lifecycleActor, reason: 'Its validity has ended.' });
  return ended.length;
}

const fieldsOfRetirement: ReadonlySet<string> = new Set(['status', 'supersededBy']);

/**
 * Whether a memory is SUPERSEDED without a successor, and its last write did nothing else: its validity had ended, or its
 * successor was purged. Nobody has edited it since.
 */
export async function wasOnlyRetired(unit: UnitOfWork, memory: Memory): Promise<boolean> {
  if (memory.status !== 'SUPERSEDED' || memory.supersededById !== null) return false;
  return (await changedLast(unit.db, memory)).every((field) => fieldsOfRetirement.has(field));
}
