import { z } from 'zod';
import { addBulk } from '../support/add-memories.ts';
import { connectApi } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import { signBenchToken } from '../support/server.ts';

const memoryCount = 500;

const addMemories = /* GraphQL */ `
  mutation ($input: AddMemoriesInput!) { addMemories(input: $input) { ... on AddMemoriesPayload { created } ... on Error { message } } }`;
const search = /* GraphQL */ `
  query ($input: SearchInput!) { search(input: $input, first: 10) { edges { node { id content } } } }`;

const listOfLists = /* GraphQL */ `
  query ($id: ID!, $filter: MemoryFilter) {
    collection(id: $id) {
      memories(first: 100, filter: $filter) {
        edges { node { ...all history(first: 5) { edges { node { revision kind tier tags at } } } collection { memories(first: 10) { edges { node { ...all } } } } } }
      }
    }
  }
  fragment all on Memory { id content kind tier status tags metadata speaker validFrom validTo createdAt updatedAt resonance }`;

const subjects = ['kettle', 'garden', 'violin', 'train', 'recipe', 'harbour', 'letter', 'winter', 'bicycle', 'lantern'];
const textOf = (n: number) => `${subjects[n % 10]} ${subjects[Math.floor(n / 10) % 10]} number ${n} was talked about`;

/** An account with memories, and searches of them that are new each time. */
export async function household(endpoint: string, name: string, plan: 'FREE' | 'PRO', connections: number) {
  const token = await signBenchToken(name, plan);
  const api = connectApi({ endpoint, token, connections });
  const collectionId = await createCollection(api, 'Home');
  const memories = Array.from({ length: memoryCount }, (_, n) => ({ content: textOf(n) }));
  await addBulk(api, collectionId, memories);
  let asked = 0;
  const ask = () => {
    asked += 1;
    const input = { query: `what about the ${textOf(asked * 7)} and ${asked}?`, collectionIds: [collectionId] };
    return api.run(search, { input }, z.unknown());
  };
  const add = (count: number) => async () => {
    const from = asked;
    asked += count;
    const memories = Array.from({ length: count }, (_, n) => ({ content: `${textOf(from + n)}, said ${from + n}` }));
    await api.run(addMemories, { input: { collectionId, memories } }, z.unknown());
  };
  const list = () => {
    asked += 1;
    // Differs each time, so that no cache answers.
    const filter = { createdBefore: new Date(Date.now() + asked * 1_000) };
    return api.run(listOfLists, { id: collectionId, filter }, z.unknown());
  };
  const mistake = () => api.run('{ nothing }', {}, z.unknown());
  return { ask, add, list, mistake };
}
