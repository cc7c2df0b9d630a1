import { isSameName } from './entity-name.ts';
import type { FoundEntity } from './extraction/extraction.ts';
import type { KnownName } from './known-name.store.ts';

/** A name as a memory has it. */
export type NewName = Pick<FoundEntity, 'normal' | 'type'>;

/** A name as an entity has it. */
export type Bearer = Omit<KnownName, 'asked'>;

/**
 * Returns the entity that a name stands for among names of entities, the one mentioned most of several; null if there is none. An unknown
 * type fits any other. A known one fits only its own, and an entity whose type nobody knows.
 */
export function bestOf({ normal, type }: NewName, known: readonly Bearer[]): string | null {
  const isSame = (one: Bearer) => isSameName(one.normal, normal, type);
  // In their order, as thousands may be the same.
  const equal = known
    .filter((one) => one.type === type)
    .sort(byMentions)
    .find(isSame);
  if (equal) return equal.entityId;
  const same = known.filter((one) => one.type !== type && isSame(one));
  const typed = new Set(same.filter((one) => one.type !== 'THING').map(({ entityId }) => entityId));
  const fitting = type === 'THING' ? same : same.filter(({ entityId }) => !typed.has(entityId));
  return fitting.sort(byMentions)[0]?.entityId ?? null;
}

const byMentions = (one: Bearer, other: Bearer): number =>
  other.mentions - one.mentions || (one.entityId < other.entityId ? -1 : Number(one.entityId > other.entityId));
