import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { createConversation } from '../support/create-conversation.ts';

/** Mutations per request, which run one after the other: the cost of a request is limited. */
const atOnce = 20;

const withId = z.object({ id: z.string() });
const made = z.record(z.string(), z.object({ collection: withId }));
const queued = z.record(z.string(), z.object({ run: withId }));

/** Creates collections and enqueues a consolidation of each. */
export async function queueConsolidations(api: Api, first: number, count: number): Promise<void> {
  for (let start = first; start < first + count; start += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, first + count - start) }, (_, n) => start + n);
    const create = numbers.map(
      (n) =>
        `c${n}: createCollection(input: { name: "queued ${n}" }) { ... on CreateCollectionPayload { collection { id } } }`,
    );
    const collections = Object.values(await api.run(`mutation { ${create.join('\n')} }`, {}, made));
    const consolidate = collections.map(
      ({ collection: { id } }, n) =>
        `r${n}: startConsolidation(input: { collectionId: "${id}" }) { ... on StartConsolidationPayload { run { id } } }`,
    );
    await api.run(`mutation { ${consolidate.join('\n')} }`, {}, queued);
  }
}

const metrics = z.object({
  system: z.object({
    metrics: z.object({ jobs: z.array(z.object({ queue: z.string(), waiting: z.number() })) }),
  }),
});

/** Number of waiting consolidations, as operators see it. */
export async function waitingConsolidations(api: Api): Promise<number> {
  const { system } = await api.run('{ system { metrics { jobs { queue waiting } } } }', {}, metrics);
  return system.metrics.jobs.find(({ queue }) => queue === 'consolidate')?.waiting ?? 0;
}

const ask = `mutation ($input: AskInput!) { ask(input: $input) { ... on AskPayload { run { id } } } }`;
const asking = z.object({ ask: z.object({ run: withId }) });
const look = `query ($id: ID!) { agentRun(id: $id) { status createdAt startedAt finishedAt } }`;
const moment = z.coerce.date();
const looking = z.object({
  agentRun: z.object({
    status: z.string(),
    createdAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
  }),
});

/** Asks in a new conversation. Returns milliseconds since the question was stored, by the database clock. */
export async function askOnce(api: Api, collectionId: string): Promise<{ startedMs: number; endedMs: number }> {
  const input = { conversationId: await createConversation(api, collectionId), message: 'What does Ada drink?' };
  const { id } = (await api.run(ask, { input }, asking)).ask.run;
  for (;;) {
    const { status, createdAt, startedAt, finishedAt } = (await api.run(look, { id }, looking)).agentRun;
    if (status === 'QUEUED' || status === 'RUNNING') continue;
    if (status !== 'SUCCEEDED' || !startedAt || !finishedAt) throw new Error(`A run has ${status}`);
    return {
      startedMs: startedAt.getTime() - createdAt.getTime(),
      endedMs: finishedAt.getTime() - createdAt.getTime(),
    };
  }
}
