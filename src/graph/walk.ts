import { type Neighborhood, relationsPerEntity } from './entity.ts';
import type { GraphScope, GraphStore } from './graph-store.ts';

/**
 * Returns the entities up to `depth` steps from one, itself first, then by number of steps and by weight, at most `first`, with
 * the relations among them.
 */
export async function walk(
  store: GraphStore,
  scope: GraphScope,
  start: string,
  { depth, first }: { readonly depth: number; readonly first: number },
): Promise<Neighborhood> {
  const entityIds = [start].slice(0, first);
  let [edge, truncated] = [[start], first === 0];
  for (let step = 0; step < depth && edge.length > 0 && !truncated; step += 1) {
    const room = first - entityIds.length;
    const next = await store.neighbours(scope, edge, entityIds, room + 1);
    truncated = next.length > room;
    edge = next.slice(0, room).map(({ id }) => id);
    entityIds.push(...edge);
  }
  const most = first * relationsPerEntity;
  const relationIds = await store.relationsAmong(scope, entityIds, most + 1);
  return { entityIds, relationIds: relationIds.slice(0, most), truncated: truncated || relationIds.length > most };
}
