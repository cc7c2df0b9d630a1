import { z } from 'zod';
import type { Api } from './api.ts';

const source = /* GraphQL */ `
  mutation ($input: CreateConversationInput!) {
    createConversation(input: $input) {
      ... on CreateConversationPayload { conversation { id } }
      ... on Error { message }
    }
  }`;
const made = z.object({ createConversation: z.object({ conversation: z.object({ id: z.string() }) }) });

/** Creates a conversation. Returns its id. */
export async function createConversation(api: Api, collectionId: string, title?: string): Promise<string> {
  const { createConversation } = await api.run(source, { input: { collectionId, title } }, made);
  return createConversation.conversation.id;
}
