import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import { createConversation } from '../support/create-conversation.ts';
import { progress } from '../support/progress.ts';
import { awaitGraph } from './await-graph.ts';
import { awaitVectors } from './await-vectors.ts';
import { type Dialogue, type Session, turnsOf } from './dialogues.ts';

const withId = z.object({ id: z.string() });

const appendMessages = /* GraphQL */ `
  mutation ($input: AppendMessagesInput!) {
    appendMessages(input: $input) {
      ... on AppendMessagesPayload { messages { id } memories { id source { id } } }
      ... on Error { message }
    }
  }`;
const messagesAppended = z.object({
  appendMessages: z.object({ messages: z.array(withId), memories: z.array(withId.extend({ source: withId })) }),
});

/** A dialogue as stored in the product. */
export interface StoredDialogue {
  readonly collectionId: string;
  /** The turn from which each memory was made. There is none of an assistant's turn that only repeats what was said: it is never found. */
  readonly turnOf: ReadonlyMap<string, string>;
}

/** Stores a dialogue as a collection, its sessions as conversations and its turns as remembered messages. Waits until all can be found. */
export async function ingest(api: Api, dialogue: Dialogue): Promise<StoredDialogue> {
  const { id, language, sessions } = dialogue;
  progress(`${id}: storing ${turnsOf(dialogue).length} turns`);
  const collectionId = await createCollection(api, `bench ${id}`, language);
  const turnOf = new Map<string, string>();
  for (const session of sessions) {
    for (const [memoryId, turnId] of await ingestSession(api, collectionId, session)) turnOf.set(memoryId, turnId);
  }
  await awaitVectors(api, [...turnOf.keys()]);
  await awaitGraph(api, collectionId);
  return { collectionId, turnOf };
}

async function ingestSession(
  api: Api,
  collectionId: string,
  { id, sentAt, messages }: Session,
): Promise<(readonly [string, string])[]> {
  const conversationId = await createConversation(api, collectionId, id);
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
  const memoryOf = new Map(appended.memories.map(({ id: memoryId, source }) => [source.id, memoryId]));
  return messages.flatMap((turn, index) => {
    const memoryId = memoryOf.get(appended.messages[index]?.id ?? '');
    return memoryId === undefined ? [] : [[memoryId, turn.id] as const];
  });
}
