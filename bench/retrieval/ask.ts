import { z } from 'zod';
import type { Api } from '../support/api.ts';
import type { StoredDialogue } from './ingest.ts';

export const modes = ['hybrid', 'semantic', 'lexical'] as const;
export type Mode = (typeof modes)[number];

const search = /* GraphQL */ `
  query ($input: SearchInput!) {
    search(input: $input, first: 100) { failedArms edges { node { id } } }
  }`;
const found = z.object({
  search: z.object({
    failedArms: z.array(z.string()).length(0),
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
  }),
});

const searchWithParts = /* GraphQL */ `
  query ($input: SearchInput!) {
    search(input: $input, first: 100) { failedArms edges { score node { id } explain { name contribution } } }
  }`;
const part = z.object({ name: z.string(), contribution: z.number() });
const foundWithParts = z.object({
  search: z.object({
    failedArms: z.array(z.string()).length(0),
    edges: z.array(z.object({ score: z.number(), node: z.object({ id: z.string() }), explain: z.array(part) })),
  }),
});

/** The order of a hybrid search without the graph's contribution to the scores. */
export async function askWithoutGraph(
  api: Api,
  { collectionId, turnOf }: StoredDialogue,
  query: string,
): Promise<string[]> {
  const input = { query, mode: 'HYBRID', collectionIds: [collectionId] };
  const { search: answer } = await api.run(searchWithParts, { input }, foundWithParts);
  const own = answer.edges.map(({ score, node, explain }) => ({
    id: turnOf.get(node.id) ?? '',
    score: score - (explain.find(({ name }) => name === 'graph')?.contribution ?? 0),
  }));
  return own.toSorted((one, other) => other.score - one.score).map(({ id }) => id);
}

/** One search of a dialogue's collection. Returns the ids of turns, best first, at most 100. */
export async function ask(
  api: Api,
  { collectionId, turnOf }: StoredDialogue,
  mode: Mode,
  query: string,
): Promise<string[]> {
  const input = { query, mode: mode.toUpperCase(), collectionIds: [collectionId] };
  const answer = await api.run(search, { input }, found);
  return answer.search.edges.map(({ node: { id } }) => {
    const turn = turnOf.get(id);
    if (turn === undefined) throw new Error(`The memory ${id} was found, which is none of the dialogue's`);
    return turn;
  });
}
