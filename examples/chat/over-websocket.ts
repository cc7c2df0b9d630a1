/**
 * A chat client over graphql-ws: loads a conversation, follows it, and goes on where it was whenever the connection is lost.
 *
 *   npx node examples/chat/over-websocket.ts http://127.0.0.1:4000/graphql TOKEN CONVERSATION_ID
 *
 * Prints what is said. Each line of input is sent as a message.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import {
  appendMessage,
  followConversation,
  type Loaded,
  loadConversation,
  showOnce,
  type Told,
} from './conversation.ts';

export function connect(endpoint: string, token: string): Client {
  return createClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    // Also where nobody listens for a while.
    shouldRetry: () => true,
    // Not all at once: a server that restarts has many clients.
    retryWait: () => delay(500 + Math.random() * 500),
  });
}

/** Shows what was and is said, until the conversation is over. */
export async function chat(client: Client, id: string, show: (line: string) => void): Promise<void> {
  const tell = showOnce(({ speaker, role, content }) => show(`${speaker ?? role}: ${content}`));
  let isOver = false;
  while (!isOver) {
    const { conversation } = await once<Loaded>(client, loadConversation, { id });
    if (!conversation) throw new Error('No conversation has this id');
    for (const { node } of conversation.messages.edges) tell(node);
    let after = conversation.eventsCursor;
    // The client subscribes again by itself, and reads the cursor anew each time.
    const variables = {
      id,
      get after() {
        return after;
      },
    };
    isOver = true;
    for await (const { data } of client.iterate<Told>({ query: followConversation, variables })) {
      const event = data?.conversationEvents;
      if (event?.message) tell(event.message);
      if (event?.__typename === 'ConversationDeleted') return;
      if (event) after = event.cursor;
      // Something is missing: read it all anew.
      isOver = event?.__typename !== 'StreamGap';
      if (!isOver) break;
    }
  }
}

export async function say(client: Client, conversationId: string, content: string): Promise<void> {
  // The client sends it again where the connection is lost before the answer: with the same key nothing is said twice.
  const idempotencyKey = randomUUID();
  const input = { conversationId, messages: [{ role: 'USER', content, idempotencyKey }] };
  await once(client, appendMessage, { input });
}

async function once<Data>(client: Client, query: string, variables: Record<string, unknown>): Promise<Data> {
  for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  }
  throw new Error('There was no answer');
}

if (import.meta.main) {
  const [endpoint = '', token = '', id = ''] = process.argv.slice(2);
  const client = connect(endpoint, token);
  createInterface({ input: process.stdin }).on('line', (line) => {
    say(client, id, line).catch((error: unknown) => console.error(error));
  });
  await chat(client, id, console.log);
  process.stdin.destroy();
}
