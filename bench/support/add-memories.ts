import { z } from 'zod';
import type { Api } from './api.ts';

interface GivenMemory {
  readonly content: string;
  readonly speaker?: string;
  readonly validFrom?: string;
  readonly validTo?: string | null;
}

const addMemorySource = /* GraphQL */ `
  mutation ($input: AddMemoryInput!) {
    addMemory(input: $input) { ... on AddMemoryPayload { outcome memory { id } } ... on Error { message } }
  }`;
const withMemory = z.object({ memory: z.object({ id: z.string() }) });
const memoryAdded = z.object({ addMemory: withMemory.extend({ outcome: z.literal('CREATED') }) });

const addMemoriesSource = /* GraphQL */ `
  mutation ($input: AddMemoriesInput!) {
    addMemories(input: $input) {
      ... on AddMemoriesPayload { created results { ... on AddMemoryPayload { memory { id } } } }
      ... on Error { message }
    }
  }`;
const memoriesAdded = z.object({ addMemories: z.object({ created: z.number(), results: z.array(withMemory) }) });

/** Adds one memory, which must be new. Returns its id. */
export async function addOne(api: Api, collectionId: string, memory: GivenMemory): Promise<string> {
  const { addMemory } = await api.run(addMemorySource, { input: { collectionId, memory } }, memoryAdded);
  return addMemory.memory.id;
}

/** Adds memories in one call. All must be new. Returns their ids in order. */
export async function addBulk(api: Api, collectionId: string, memories: readonly GivenMemory[]): Promise<string[]> {
  const { addMemories } = await api.run(addMemoriesSource, { input: { collectionId, memories } }, memoriesAdded);
  if (addMemories.created !== memories.length) {
    throw new Error(`${addMemories.created} of ${memories.length} memories were created`);
  }
  return addMemories.results.map(({ memory }) => memory.id);
}
