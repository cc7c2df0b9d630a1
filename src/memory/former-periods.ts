import { wholeAccount } from '../collection/reach.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type LockedMemory, lockMemories } from './lock-memories.ts';
import { duplicateKey, type Memory } from './memory.ts';
import type { NewMemory } from './new-memory.store.ts';
import { hasEnded, retireEnded } from './retire-ended.ts';

type Period = Pick<NewMemory, 'id' | 'validTo'> & { readonly validFrom: Date };

/** Classification of additions that equal CURRENT memories. */
interface ToldApart {
  /** Maps the id given to an addition to that of the memory that it repeats. */
  readonly repeats: Map<string, string>;
  /** They are about another period, which has ended: stored as SUPERSEDED from the start. */
  readonly former: NewMemory[];
  /** No longer blocked by a CURRENT memory. */
  readonly free: NewMemory[];
}

/**
 * Separates additions that are about another period from repeats of existing memories: a person who lived in Berlin, in Vienna
 * and in Berlin again has three memories. An existing memory that has ended is retired at once for one that holds now, without
 * waiting for the hourly job.
 */
export async function tellApart(
  unit: UnitOfWork,
  accountId: string,
  additions: readonly NewMemory[],
  existing: ReadonlyMap<string, Memory>,
): Promise<ToldApart> {
  const locked = await lockWhereSomeEnd(unit, accountId, additions, existing);
  const told: ToldApart = { repeats: new Map(), former: [], free: [] };
  const periods = new Map<LockedMemory, Period[]>();
  const makesWay = new Set<LockedMemory>();
  for (const addition of additions) {
    const equal = existing.get(duplicateKey(addition));
    const held = equal && locked.get(equal.id);
    if (!equal || held === null || (held && held.memory.status !== 'CURRENT')) {
      told.free.push(addition);
    } else if (!held || !(hasEnded(addition.validTo, held.now) || hasEnded(held.memory.validTo, held.now))) {
      told.repeats.set(addition.id, equal.id);
    } else if (!hasEnded(addition.validTo, held.now)) {
      makesWay.add(held);
      told.free.push(addition);
    } else {
      const known = periods.get(held) ?? [held.memory];
      const period = { ...addition, validFrom: addition.validFrom ?? held.now };
      const same = known.find((one) => overlap(one, period));
      periods.set(held, same ? known : [...known, period]);
      if (same) told.repeats.set(addition.id, same.id);
      else told.former.push(addition);
    }
  }
  await retireEnded(unit, makesWay);
  return told;
}

/** Locks the equal memories, by id, where either side has an end; null for one that is gone. The others are not locked. */
async function lockWhereSomeEnd(
  unit: UnitOfWork,
  accountId: string,
  additions: readonly NewMemory[],
  existing: ReadonlyMap<string, Memory>,
): Promise<Map<string, LockedMemory | null>> {
  const ids = new Set<string>();
  for (const addition of additions) {
    const equal = existing.get(duplicateKey(addition));
    if (equal && (equal.validTo !== null || addition.validTo !== null)) ids.add(equal.id);
  }
  const inOrder = [...ids].toSorted();
  const locked = await lockMemories(unit.db, wholeAccount(accountId), inOrder);
  return new Map(inOrder.map((id) => [id, locked.get(id) ?? null]));
}

/** Whether two periods overlap or begin at the same instant. */
const overlap = (one: Period, other: Period): boolean =>
  one.validFrom.getTime() === other.validFrom.getTime() ||
  (isBefore(one.validFrom, other.validTo) && isBefore(other.validFrom, one.validTo));

const isBefore = (instant: Date, end: Date | null): boolean => end === null || instant < end;
