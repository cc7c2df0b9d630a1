import { expect, test } from 'vitest';
import type { GraphStore } from '../../../src/graph/graph-store.ts';
import { PostgresGraphStore } from '../../../src/graph/postgres-graph.store.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { Household } from '../../support/memories.ts';

const { db } = useDatabase();
const api = makeApi(db);

const source = `query ($query: String!, $mode: SearchMode!) { search(input: { query: $query, mode: $mode }) { failedArms
  edges { score graph { rank score } node { content } explain { name contribution } } } }`;

async function remember(): Promise<Household> {
  const home = await Household.create(db);
  await home.add('The concert with Brightleaf was in Lisbon.');
  await home.add('We met somebody of Brightleaf by chance.');
  for (let n = 0; n < 5; n += 1) await home.add(`The weather was fine on day ${n}.`);
  await api.processLog();
  return home;
}

interface Edge {
  readonly score: number;
  readonly graph: { readonly rank: number; readonly score: number } | null;
  readonly node: { readonly content: string };
  readonly explain: readonly { readonly name: string; readonly contribution: number }[];
}

test('a memory that names the same entity as the best hit gains a graph score, and stays behind that hit', async () => {
  const { viewer } = await remember();
  const { search } = await api.run(viewer, source, { query: 'Which concert was in Lisbon?', mode: 'HYBRID' });
  const edges: Edge[] = search.edges;
  expect(search.failedArms).toEqual([]);
  expect(edges[0]?.node.content).toContain('concert');
  const beside = edges.find(({ node }) => node.content.includes('chance'));
  expect(beside?.graph).toMatchObject({ rank: expect.any(Number) });
  expect(beside?.explain.find(({ name }) => name === 'graph')?.contribution).toBeGreaterThan(0);
  expect(edges.filter(({ node }) => node.content.includes('weather')).every(({ graph }) => graph === null)).toBe(true);
  expect(edges.map(({ score }) => score)).toEqual(edges.map(({ score }) => score).toSorted((a, b) => b - a));
});

test.each(['SEMANTIC', 'LEXICAL'])('a %s search does not use the graph arm', async (mode) => {
  const { viewer } = await remember();
  const { search } = await api.run(viewer, source, { query: 'concert in Lisbon', mode });
  expect(search.edges.every(({ graph }: Edge) => graph === null)).toBe(true);
});

test('a graph that fails is named as a failed arm, and the search goes on without it', async () => {
  const { viewer } = await remember();
  const away = new PostgresGraphStore(db);
  away.naming = () => Promise.reject(new Error('away'));
  const graph: GraphStore = away;
  const without = makeApi(db, undefined, { graph });
  const { search } = await without.run(viewer, source, { query: 'concert in Lisbon', mode: 'HYBRID' });
  expect(search.failedArms).toEqual(['GRAPH']);
  expect(search.edges[0].node.content).toContain('concert');
  expect(search.edges[0].graph).toBeNull();
});
