import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from '../support/api.ts';

const statuses = /* GraphQL */ `
  query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Memory { embeddingStatus } } }`;
const answered = z.object({ nodes: z.array(z.object({ embeddingStatus: z.enum(['PENDING', 'READY', 'FAILED']) })) });

/** Most ids per request. */
const page = 100;
const pollMs = 250;

/** Waits until every memory has its vector: some embedders work asynchronously. */
export async function awaitVectors(api: Api, memoryIds: readonly string[]): Promise<void> {
  for (let at = 0; at < memoryIds.length; ) {
    const ids = memoryIds.slice(at, at + page);
    const { nodes } = await api.run(statuses, { ids }, answered);
    if (nodes.some(({ embeddingStatus }) => embeddingStatus === 'FAILED')) throw new Error('A turn was not embedded');
    if (nodes.some(({ embeddingStatus }) => embeddingStatus === 'PENDING')) await delay(pollMs);
    else at += page;
  }
}
