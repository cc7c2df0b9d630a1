import { z } from 'zod';
import { type ApiOptions, connectApi } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import { createConversation } from '../support/create-conversation.ts';
import { progress } from '../support/progress.ts';
import { makeConversation, turnsOfConversation } from './conversations.ts';

const appendMessages = /* GraphQL */ `
  mutation ($input: AppendMessagesInput!) {
    appendMessages(input: $input) { ... on AppendMessagesPayload { conversation { id } } ... on Error { message } }
  }`;
const messagesAppended = z.object({ appendMessages: z.object({ conversation: z.object({ id: z.string() }) }) });

/** Concurrent writers: more do not make it faster. */
const writers = 8;

export interface Filled {
  readonly collectionId: string;
  readonly conversations: number;
  readonly memories: number;
  readonly memoriesPerSecond: number;
}

/** Creates a collection of this many memories through the API: conversations whose messages are remembered. */
export async function fill(server: ApiOptions, memories: number, vocabulary: readonly string[]): Promise<Filled> {
  using api = connectApi({ ...server, connections: writers });
  const collectionId = await createCollection(api, `bench: ${memories} memories`);
  const conversations = Math.ceil(memories / turnsOfConversation);
  const numbers = Array.from({ length: conversations }, (_, number) => number).values();
  const began = performance.now();
  const write = async (): Promise<void> => {
    for (const number of numbers) {
      const { sentAt, turns } = makeConversation(number, vocabulary);
      const conversationId = await createConversation(api, collectionId);
      const messages = turns.map((turn) => ({ ...turn, role: 'USER', sentAt, remember: true }));
      await api.run(appendMessages, { input: { conversationId, messages } }, messagesAppended);
      if (number % 400 === 0) progress(`writing: ${number * turnsOfConversation} of ${memories} memories`);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const stored = conversations * turnsOfConversation;
  return {
    collectionId,
    conversations,
    memories: stored,
    memoriesPerSecond: (stored * 1_000) / (performance.now() - began),
  };
}
