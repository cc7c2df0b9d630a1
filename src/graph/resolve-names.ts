import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { EntityType } from './entity.ts';
import { isSameName } from './entity-name.ts';
import type { FoundEntity } from './extraction/extraction.ts';
import { equalNames, type KnownName, similarNames } from './known-name.store.ts';

/** A name as a memory has it. */
export type NewName = Pick<FoundEntity, 'normal' | 'type'>;

const keyOf = ({ normal, type }: NewName): string => `${type} ${normal}`;

/** An unknown type fits any other; a known one only its own. */
const fits = (one: EntityType, other: EntityType): boolean => one === other || one === 'THING' || other === 'THING';

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
      const entityId = resolved.has(key) ? null : bestOf(name, byAsked.get(name.normal) ?? []);
      if (entityId) resolved.set(key, entityId);
    }
  };
  take(await equalNames(db, accountId, [...new Set(names.map(({ normal }) => normal))]));
  const unknown = [...wanted].filter(([key]) => !resolved.has(key)).map(([, { normal }]) => normal);
  take(await similarNames(db, accountId, [...new Set(unknown)]));
  const made = new NewEntities();
  for (const [key, name] of wanted) if (!resolved.has(key)) resolved.set(key, made.idOf(name));
  return (name) => resolved.get(keyOf(name));
}

function bestOf({ normal, type }: NewName, known: readonly KnownName[]): string | null {
  const same = known.filter((one) => fits(one.type, type) && isSameName(one.normal, normal, type));
  const equal = same.filter((one) => one.type === type);
  const [best] = (equal.length > 0 ? equal : same).toSorted(
    (one, other) => other.mentions - one.mentions || (one.entityId < other.entityId ? -1 : 1),
  );
  return best?.entityId ?? null;
}

/** New entities: names of one batch that are the same become one. */
class NewEntities {
  /** By their first three letters, which typos mostly spare, so that few are compared. */
  readonly #byStart = new Map<string, (NewName & { readonly id: string })[]>();

  idOf(name: NewName): string {
    const start = name.normal.slice(0, 3);
    const near = this.#byStart.get(start) ?? [];
    const same = near.find((one) => fits(one.type, name.type) && isSameName(one.normal, name.normal, name.type));
    if (same) return same.id;
    const id = newId();
    this.#byStart.set(start, [...near, { ...name, id }]);
    return id;
  }
}
