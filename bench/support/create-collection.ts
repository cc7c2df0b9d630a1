import { z } from 'zod';
import type { Api } from './api.ts';

const source = /* GraphQL */ `
  mutation ($input: CreateCollectionInput!) {
    createCollection(input: $input) { ... on CreateCollectionPayload { collection { id } } ... on Error { message } }
  }`;
const made = z.object({ createCollection: z.object({ collection: z.object({ id: z.string() }) }) });

/** Creates a collection, in English unless a language is given. Returns its id. */
export async function createCollection(api: Api, name: string, language = 'en'): Promise<string> {
  const { createCollection } = await api.run(source, { input: { name, settings: { language } } }, made);
  return createCollection.collection.id;
}
