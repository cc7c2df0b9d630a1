import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import { changeMany } from './change-memory.ts';
import { isLastWrittenByServer } from './former-state.store.ts';
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

/**
 * Whether a memory is SUPERSEDED without a successor, and the server wrote it last: its validity had ended, or its successor was
 * purged or deleted. Nobody has edited it since.
 */
export async function isRetiredByServer(unit: UnitOfWork, memory: Memory): Promise<boolean> {
  if (memory.status !== 'SUPERSEDED' || memory.supersededById !== null) return false;
  return isLastWrittenByServer(unit.db, memory);
}
