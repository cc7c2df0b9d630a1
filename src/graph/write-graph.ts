import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { NewName } from './bearer.ts';
import type { Extraction } from './extraction/extraction.ts';
import { lockNames } from './known-name.store.ts';
import {
  addMentions,
  addRelations,
  clearMemories,
  holdMemories,
  knownRelations,
  type NewMention,
  type NewRelation,
  type RelationKey,
} from './memory-graph.store.ts';
import { resolveNames } from './resolve-names.ts';

/**
 * Replaces all that is known of the memories by what was found in those that are CURRENT. Runs within a transaction, and is
 * idempotent. Returns `again` if some of them are being changed right now: then it has to be repeated.
 */
export async function replaceGraph(
  db: Database,
  accountId: string,
  ids: readonly string[],
  found: ReadonlyMap<string, Extraction>,
): Promise<'again' | 'done'> {
  const names = [...found.values()].flatMap(({ entities }) => entities);
  if (names.length > 0) await lockNames(db, accountId);
  // Resolved before the old rows are deleted: entities that only these memories name keep their ids if they are still named. And before
  // the memories are held: writers wait for these.
  const entityOf = await resolveNames(db, accountId, names);
  const { held, areOthersBusy } = await holdMemories(db, accountId, ids);
  const said = held.flatMap(({ id: memoryId, current }) => {
    const extraction = current ? found.get(memoryId) : undefined;
    return extraction && extraction.entities.length > 0 ? [{ memoryId, ...extraction }] : [];
  });
  const parts = said.map((memory) => partOf(memory, entityOf));
  const mentions = parts.flatMap((part) => part.mentions);
  const unnamed = parts.flatMap((part) => part.relations);
  const relations = await withIds(db, accountId, unnamed);
  const heldIds = held.map(({ id }) => id);
  await clearMemories(db, accountId, heldIds);
  await addMentions(db, accountId, mentions);
  await addRelations(db, accountId, relations);
  return areOthersBusy ? 'again' : 'done';
}

type Said = Extraction & { readonly memoryId: string };
type Unnamed = Omit<NewRelation, 'id'>;

/** Returns the rows of one memory: each entity once, and each relation of two entities once. */
function partOf(
  { memoryId, entities, relations }: Said,
  entityOf: (name: NewName) => string | undefined,
): { readonly mentions: NewMention[]; readonly relations: Unnamed[] } {
  const ids = entities.map((entity) => entityOf(entity) ?? '');
  const mentions = new Map<string, NewMention>();
  for (const [index, entity] of entities.entries()) {
    const entityId = ids[index] ?? '';
    if (!mentions.has(entityId)) mentions.set(entityId, { memoryId, entityId, ...entity });
  }
  const said = new Map<string, Unnamed>();
  for (const { from, to, type, weight } of relations) {
    const [fromId = '', toId = ''] = [ids[from], ids[to]];
    const relation = { memoryId, fromId, toId, type, weight };
    if (fromId !== toId) said.set(keyOf(relation), relation);
  }
  return { mentions: [...mentions.values()], relations: [...said.values()] };
}

const keyOf = ({ fromId, toId, type }: RelationKey): string => `${fromId} ${toId} ${type}`;

/** Adds the ids of relations: those already known keep theirs; each pair of entities and type has one. */
async function withIds(db: Database, accountId: string, relations: readonly Unnamed[]): Promise<NewRelation[]> {
  const distinct = new Map(
    relations.map(({ fromId, toId, type }) => [keyOf({ fromId, toId, type }), { fromId, toId, type }]),
  );
  const known = await knownRelations(db, accountId, [...distinct.values()]);
  const ids = new Map(known.map((relation) => [keyOf(relation), relation.id]));
  return relations.map((relation) => ({ ...relation, id: getOrInsert(ids, keyOf(relation), newId) }));
}
