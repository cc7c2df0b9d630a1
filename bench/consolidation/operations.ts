import { z } from 'zod';
import type { Api } from '../support/api.ts';

const startSource = /* GraphQL */ `
  mutation ($input: StartConsolidationInput!) {
    startConsolidation(input: $input) {
      ... on StartConsolidationPayload { run { id } }
      ... on Error { message }
    }
  }`;
const started = z.object({ startConsolidation: z.object({ run: z.object({ id: z.string() }) }) });

export async function startRun(api: Api, collectionId: string): Promise<string> {
  const steps = ['MERGE_SIMILAR', 'RETIRE_OUTDATED'];
  const { startConsolidation } = await api.run(startSource, { input: { collectionId, steps } }, started);
  return startConsolidation.run.id;
}

const runSource = /* GraphQL */ `
  query ($id: ID!) {
    consolidationRun(id: $id) { status error merged retired startedAt finishedAt }
  }`;
const run = z.object({
  consolidationRun: z.object({
    status: z.string(),
    error: z.string().nullable(),
    merged: z.number(),
    retired: z.number(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  }),
});

export type RunState = z.infer<typeof run>['consolidationRun'];

export const readRun = async (api: Api, id: string): Promise<RunState> =>
  (await api.run(runSource, { id }, run)).consolidationRun;

const proposalsSource = /* GraphQL */ `
  query ($id: ID!, $after: String) {
    consolidationRun(id: $id) {
      proposals(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { kind reason sources { id content } } }
      }
    }
  }`;
const proposal = z.object({
  kind: z.string(),
  reason: z.string(),
  sources: z.array(z.object({ id: z.string(), content: z.string() })),
});
const proposals = z.object({
  consolidationRun: z.object({
    proposals: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(z.object({ node: proposal })),
    }),
  }),
});

export type Proposed = z.infer<typeof proposal>;

/** Returns all proposals of a run. */
export async function readProposals(api: Api, id: string): Promise<Proposed[]> {
  const all: Proposed[] = [];
  for (let after: string | null = null; ; ) {
    const page: z.infer<typeof proposals> = await api.run(proposalsSource, { id, after }, proposals);
    const { edges, pageInfo } = page.consolidationRun.proposals;
    all.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

const undoSource = /* GraphQL */ `
  mutation ($input: UndoConsolidationInput!) {
    undoConsolidation(input: $input) {
      ... on UndoConsolidationPayload { restored }
      ... on Error { message }
    }
  }`;
const undone = z.object({ undoConsolidation: z.object({ restored: z.number() }) });

/** Returns the number of restored memories. */
export const undoRun = async (api: Api, id: string): Promise<number> =>
  (await api.run(undoSource, { input: { id } }, undone)).undoConsolidation.restored;
