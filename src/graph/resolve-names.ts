import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { isSameName } from './entity-name.ts';
import type { FoundEntity } from './extraction/extraction.ts';
import { equalNames, type KnownName, similarNames } from './known-name.store.ts';

/** A name as a memory has it. */
export type NewName = Pick<FoundEntity, 'normal' | 'type'>;

/** A name as an entity has it. */
type Bearer = Omit<KnownName, 'asked'>;

const keyOf = ({ normal, type }: NewName): string => `${type} ${normal}`;

/**
 * Finds the entity of each name of an account: the one with the same normal form, else one whose name is the same but for a typo,
 * else a new one. Among several, it takes the one mentioned most.
 */
export async function resolveNames(
  db: Database,
  accountId: string,
  names: readonly NewName[],
): Promise<(name: NewName) => string | undefined> {
  const wanted = new Map(names.map((name) => [keyOf(name), name]));
  const resolved = new Map<string, string>();
  const take = (known: readonly KnownName[]) => {
    const byAsked = Map.groupBy(known, ({ asked }) => asked);
    for (const [key, name] of wanted) {
      const near = byAsked.get(name.normal) ?? [];
      const entityId = resolved.has(key) ? null : bestOf(name, near);
      if (!entityId) continue;
      resolved.set(key, entityId);
      near.push({ ...name, asked: name.normal, entityId, mentions: 1 });
    }
  };
  take(await equalNames(db, accountId, [...new Set(names.map(({ normal }) => normal))]));
  const unknown = [...wanted].filter(([key]) => !resolved.has(key)).map(([, { normal }]) => normal);
  take(await similarNames(db, accountId, [...new Set(unknown)]));
  const made = new NewEntities();
  for (const [key, name] of wanted) if (!resolved.has(key)) resolved.set(key, made.idOf(name));
  return (name) => resolved.get(keyOf(name));
}

/** An unknown type fits any other. A known one fits only its own, and an entity whose type nobody knows. */
function bestOf({ normal, type }: NewName, known: readonly Bearer[]): string | null {
  const same = known.filter((one) => isSameName(one.normal, normal, type));
  const typed = new Set(same.filter((one) => one.type !== 'THING').map(({ entityId }) => entityId));
  const equal = same.filter((one) => one.type === type);
  const fitting = type === 'THING' ? same : same.filter(({ entityId }) => !typed.has(entityId));
  const [best] = (equal.length > 0 ? equal : fitting).toSorted(
    (one, other) => other.mentions - one.mentions || (one.entityId < other.entityId ? -1 : 1),
  );
  return best?.entityId ?? null;
}

/** New entities: names of one batch that are the same become one. */
class NewEntities {
  /** By their first three letters, which typos mostly spare, so that few are compared. */
  readonly #byStart = new Map<string, readonly Bearer[]>();

  idOf(name: NewName): string {
    const start = name.normal.slice(0, 3);
    const near = this.#byStart.get(start) ?? [];
    const entityId = bestOf(name, near) ?? newId();
    this.#byStart.set(start, [...near, { ...name, entityId, mentions: 1 }]);
    return entityId;
  }
}
