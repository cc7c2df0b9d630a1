import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import type { Dialogue, Session } from './dialogues.ts';

const withId = z.object({ id: z.string() });

const createConversation = /* GraphQL */ `
  mutation ($input: CreateConversationInput!) {
    createConversation(input: $input) {
      ... on CreateConversationPayload { conversation { id } }
      ... on Error { message }
    }
  }`;
const conversationMade = z.object({ createConversation: z.object({ conversation: withId }) });

const appendMessages = /* GraphQL */ `
  mutation ($input: AppendMessagesInput!) {
    appendMessages(input: $input) { ... on AppendMessagesPayload { memories { id } } ... on Error { message } }
  }`;
const messagesAppended = z.object({ appendMessages: z.object({ memories: z.array(withId) }) });

/** A dialogue in the product. */
export interface StoredDialogue {
  readonly collectionId: string;
  /** The turn that each memory was made of. */
  readonly turnOf: ReadonlyMap<string, string>;
}

/** Stores a dialogue as a collection, its sessions as conversations, its turns as messages that are remembered. */
export async function ingest(api: Api, { id, sessions }: Dialogue): Promise<StoredDialogue> {
  const collectionId = await createCollection(api, `bench ${id}`);
  const turnOf = new Map<string, string>();
  for (const session of sessions) {
    for (const [memoryId, turnId] of await ingestSession(api, collectionId, session)) turnOf.set(memoryId, turnId);
  }
  return { collectionId, turnOf };
}

/** Memories are answered in the order of the messages. */
async function ingestSession(
  api: Api,
  collectionId: string,
  { id, sentAt, messages }: Session,
): Promise<(readonly [string, string])[]> {
  const made = await api.run(createConversation, { input: { collectionId, title: id } }, conversationMade);
  const conversationId = made.createConversation.conversation.id;
  const said = messages.map(({ speaker, content, role = 'USER' }) => ({
    role,
    speaker,
    content,
    sentAt,
    remember: true,
  }));
  const { appendMessages: appended } = await api.run(
    appendMessages,
    { input: { conversationId, messages: said } },
    messagesAppended,
  );
  return messages.map((turn, index) => {
    const memory = appended.memories[index];
    if (!memory) throw new Error(`${messages.length} turns of ${id} made ${appended.memories.length} memories`);
    return [memory.id, turn.id];
  });
}
