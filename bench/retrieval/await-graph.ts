import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from '../support/api.ts';

const entities = /* GraphQL */ 'query ($ids: [ID!]) { entities(collectionIds: $ids, first: 0) { totalCount } }';
const counted = z.object({ entities: z.object({ totalCount: z.number() }) });

const betweenMs = 1_000;
/** So often in a row the count has to be the same. */
const steady = 3;

/** Until the texts of a collection have been read for the graph: no more entities come. */
export async function awaitGraph(api: Api, collectionId: string): Promise<void> {
  let [last, same] = [-1, 0];
  while (same < steady) {
    const { totalCount } = (await api.run(entities, { ids: [collectionId] }, counted)).entities;
    same = totalCount === last && totalCount > 0 ? same + 1 : 0;
    last = totalCount;
    await delay(betweenMs);
  }
}
