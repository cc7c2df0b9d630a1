import type { Database } from '../platform/db/database.ts';
import { bestOf, type NewName } from './bearer.ts';
import { equalNames, type KnownName, similarNames } from './known-name.store.ts';
import { newEntities } from './new-entities.ts';

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
  const others = [...wanted].filter(([key]) => !resolved.has(key));
  const made = await newEntities(others.map(([, name]) => name));
  for (const [index, [key]] of others.entries()) resolved.set(key, made[index] ?? '');
  return (name) => resolved.get(keyOf(name));
}
