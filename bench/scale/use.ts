import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { addBulk, addOne } from '../support/add-memories.ts';
import { type Api, connectApi } from '../support/api.ts';
import { endpointAt } from '../support/server.ts';

const find = `query ($id: ID!, $query: String!) { search(input: { query: $query, collectionIds: [$id] }, first: 10) {
  edges { score node { id content } } } }`;

const found = z.object({
  search: z.object({
    edges: z.array(z.object({ score: z.number(), node: z.object({ id: z.string(), content: z.string() }) })),
  }),
});

const things = ['lamp', 'boat', 'letter', 'garden', 'violin', 'bicycle', 'kettle', 'map', 'coat', 'clock'];
const places = ['Lisbon', 'the attic', 'Oslo', 'the harbour', 'grandmother’s house', 'Kyoto', 'the station', 'Turin'];
const years = 40;

/** Sentences that differ in their words. */
const sentence = (n: number): string =>
  `In ${1980 + (n % years)} a ${things[n % things.length]} number ${n} was left in ${places[n % places.length]}`;

export const question = (n: number): string => `Where was the ${things[n % things.length]} number ${n} left?`;

/** A client of the deployment. */
export const clientOf = (url: string, token: string, connections = 1): Api =>
  connectApi({ endpoint: endpointAt(url), token, connections });

export async function fill(api: Api, collectionId: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += 500) {
    const memories = Array.from({ length: Math.min(500, count - first) }, (_, n) => ({ content: sentence(first + n) }));
    await addBulk(api, collectionId, memories);
  }
}

/** Checks this many times whether one client finds what another has just written, once the write was acknowledged. */
export async function findOwnWrites(
  writer: Api,
  reader: Api,
  collectionId: string,
  times: number,
): Promise<{ readonly missed: number; readonly searches: number }> {
  let missed = 0;
  for (let n = 0; n < times; n += 1) {
    const content = `The secret word of day ${n} is ${Math.random().toString(36).slice(2)}`;
    await addOne(writer, collectionId, { content });
    const answers = [await search(reader, collectionId, content)];
    // The reader searches a few more times, as people do between two writes.
    for (let again = 0; again < 4; again += 1) {
      await delay(5);
      answers.push(await search(reader, collectionId, question(n * 5 + again)));
    }
    if (!answers[0]?.some((hit) => hit.content === content)) missed += 1;
  }
  return { missed, searches: times * 5 };
}

export async function search(api: Api, id: string, query: string) {
  const { search: answer } = await api.run(find, { id, query }, found);
  return answer.edges.map(({ score, node }) => ({ ...node, score }));
}

type Hits = Awaited<ReturnType<typeof search>>;

/** Whether both have the same memories in the same order; scores of engines agree to four decimals. */
export const areEqual = (one: Hits, other: Hits): boolean =>
  one.length === other.length &&
  one.every((hit, n) => {
    const beside = other[n];
    return beside !== undefined && hit.id === beside.id && Math.abs(hit.score - beside.score) < 1e-4;
  });

/** Request bodies of the 50 questions that are asked repeatedly. */
export const cachedSearches = (id: string): readonly string[] =>
  Array.from({ length: 50 }, (_, n) => JSON.stringify({ query: find, variables: { id, query: question(n) } }));
