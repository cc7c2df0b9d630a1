import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from '../support/api.ts';

const entities = /* GraphQL */ 'query ($ids: [ID!]) { entities(collectionIds: $ids, first: 0) { totalCount } }';
const counted = z.object({ entities: z.object({ totalCount: z.number() }) });

const betweenMs = 1_000;
/** Number of consecutive polls with the same count. */
const steady = 3;

/** Waits until the graph has read the texts of a collection: the number of entities no longer grows. */
export async function awaitGraph(api: Api, collectionId: string): Promise<void> {
  let [last, same] = [-1, 0];
  while (same < steady) {
    const { totalCount } = (await api.run(entities, { ids: [collectionId] }, counted)).entities;
    same = totalCount === last && totalCount > 0 ? same + 1 : 0;
    last = totalCount;
    await delay(betweenMs);
  }
}
