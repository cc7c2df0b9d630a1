/**
 * A chat client over graphql-ws: loads a conversation, follows it, and goes on where it was whenever the connection is lost.
 *
 *   npx node examples/chat/over-websocket.ts http://127.0.0.1:4000/graphql TOKEN CONVERSATION_ID
 *
 * Prints what is said. Each line of input is sent as a message.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Client } from 'graphql-ws';
import { codeOf, connect, waitAsAsked } from './connect.ts';
import {
  type Appended,
  appendMessage,
  followConversation,
  type Loaded,
  loadConversation,
  type Message,
  over,
  showOnce,
  type Told,
} from './conversation.ts';

/** Shows what was and is said, until the conversation is over. */
export async function chat(client: Client, id: string, show: (line: string) => void): Promise<void> {
  const tell = showOnce(({ speaker, role, content }) => show(`${speaker ?? role}: ${content}`));
  let isOver = false;
  while (!isOver) {
    const { conversation } = await once<Loaded>(client, loadConversation, { id });
    if (!conversation) throw new Error('No conversation has this id');
    for (const { node } of conversation.messages.edges) tell(node);
    isOver = await follow(client, id, conversation.eventsCursor, tell);
  }
}

/** Answers whether it is over; else all is to be read anew. */
async function follow(client: Client, id: string, since: string, tell: (message: Message) => void): Promise<boolean> {
  let after = since;
  // The client subscribes again by itself, and reads the cursor anew each time.
  const variables = {
    id,
    get after() {
      return after;
    },
  };
  try {
    for await (const { data } of client.iterate<Told>({ query: followConversation, variables })) {
      const event = data?.conversationEvents;
      if (event?.message) tell(event.message);
      if (event?.__typename === 'ConversationDeleted') return true;
      // Something is missing.
      if (event?.__typename === 'StreamGap') return false;
      if (event) after = event.cursor;
    }
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (over.has(code)) return true;
    // The next connection shows another token.
    if (code === 'UNAUTHENTICATED') client.terminate();
    else await waitAsAsked(error);
    return false;
  }
}

export async function say(client: Client, conversationId: string, content: string): Promise<void> {
  // The client sends it again where the connection is lost before the answer: with the same key nothing is said twice.
  const idempotencyKey = randomUUID();
  const input = { conversationId, messages: [{ role: 'USER', content, idempotencyKey }] };
  const { appendMessages } = await once<Appended>(client, appendMessage, { input });
  if (appendMessages.message) throw new Error(appendMessages.message);
}

async function once<Data>(client: Client, query: string, variables: Record<string, unknown>): Promise<Data> {
  for (;;) {
    try {
      for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
        if (errors) throw errors;
        if (data) return data;
      }
      throw new Error('There was no answer');
    } catch (error) {
      await waitAsAsked(error);
    }
  }
}

if (import.meta.main) {
  const [endpoint = '', token = '', id = ''] = process.argv.slice(2);
  const client = connect(endpoint, token);
  client.on('error', () => console.error(`${endpoint} is not reached: trying again`));
  createInterface({ input: process.stdin }).on('line', (line) => {
    say(client, id, line).catch((error: unknown) => console.error(error));
  });
  await chat(client, id, console.log);
  process.stdin.destroy();
}
