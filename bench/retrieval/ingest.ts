import { z } from 'zod';
import type { Api } from '../support/api.ts';
import type { Dialogue, Session } from './dialogues.ts';

const createCollection = /* GraphQL */ `
  mutation ($input: CreateCollectionInput!) {
    createCollection(input: $input) { ... on CreateCollectionPayload { collection { id } } ... on Error { message } }
  }`;
const collectionMade = z.object({ createCollection: z.object({ collection: z.object({ id: z.string() }) }) });

const addMemories = /* GraphQL */ `
  mutation ($input: AddMemoriesInput!) {
    addMemories(input: $input) { ... on AddMemoriesPayload { created duplicates failed } ... on Error { message } }
  }`;
const memoriesAdded = z.object({
  addMemories: z.object({ created: z.number(), duplicates: z.number(), failed: z.literal(0) }),
});

/** Stores a dialogue as a collection; answers the collection's id. */
export async function ingest(api: Api, dialogue: Dialogue): Promise<string> {
  const made = await api.run(createCollection, { input: { name: `bench ${dialogue.id}` } }, collectionMade);
  const { id } = made.createCollection.collection;
  for (const session of dialogue.sessions) await addSession(api, id, session);
  return id;
}

async function addSession(api: Api, collectionId: string, { sentAt, messages }: Session): Promise<void> {
  const memories = messages.map(({ id, speaker, content }) => ({
    content,
    speaker,
    kind: 'EPISODE',
    validFrom: sentAt,
    metadata: { turn: id },
  }));
  await api.run(addMemories, { input: { collectionId, memories } }, memoriesAdded);
}
