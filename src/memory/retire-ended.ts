import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import type { LockedMemory } from './change-memory.store.ts';
import { changeMemory } from './change-memory.ts';

/** Who writes in the histories. */
export const lifecycleActor: Actor = { kind: 'CONSOLIDATION', name: 'lifecycle' };

/** Whether a memory that ends then has ended. */
export const hasEnded = (validTo: Date | null, now: Date): boolean => validTo !== null && validTo <= now;

/** Retires a CURRENT memory whose validity has ended: it is SUPERSEDED, by nothing. False where it is another. */
export async function retireEnded(unit: UnitOfWork, locked: LockedMemory): Promise<boolean> {
  const { status, validTo } = locked.memory;
  if (status !== 'CURRENT' || !hasEnded(validTo, locked.now)) return false;
  const cause = { actor: lifecycleActor, reason: 'Its validity has ended.' };
  await changeMemory(unit, locked, { status: 'SUPERSEDED' }, cause);
  return true;
}
