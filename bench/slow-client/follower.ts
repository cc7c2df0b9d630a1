import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';

export const transports = ['ws', 'sse'] as const;
export type Transport = (typeof transports)[number];

interface FollowerOptions {
  readonly endpoint: string;
  readonly token: string;
  readonly conversationId: string;
}

const subscription = (conversationId: string) => ({
  query: /* GraphQL */ `
    subscription ($id: ID!) {
      conversationEvents(conversationId: $id, buffer: { size: 1000 }) {
        __typename
        ... on StreamEvent { at }
        ... on MessageAppended { message { seq content } }
        ... on StreamGap { dropped }
      }
    }`,
  variables: { id: conversationId },
});

/** Follows a conversation over one of the transports and counts messages, or stops reading. */
export class Follower implements Disposable {
  readonly #connection: { pause(): void; end(): void };
  messages = 0;
  dropped = 0;
  readonly lags: number[] = [];

  private constructor(connection: { pause(): void; end(): void }) {
    this.#connection = connection;
  }

  static async follow(transport: Transport, options: FollowerOptions): Promise<Follower> {
    const opened = Promise.withResolvers<void>();
    const listen = (text: string) => {
      if (text.includes('"StreamOpened"')) opened.resolve();
      if (text.includes('"errors"') || text.includes('"type":"error"')) opened.reject(new Error(text));
      follower.#note(text);
    };
    const connection = await (transport === 'ws' ? overSocket(options, listen) : overEvents(options, listen));
    const follower = new Follower(connection);
    await opened.promise;
    return follower;
  }

  /** Stops reading; the connection stays open. */
  stall(): void {
    this.#connection.pause();
  }

  [Symbol.dispose](): void {
    this.#connection.end();
  }

  #note(text: string): void {
    const dropped = /"dropped":(\d+)/.exec(text)?.[1];
    if (dropped !== undefined) this.dropped += Number(dropped);
    if (!text.includes('"MessageAppended"')) return;
    this.messages += 1;
    const at = /"at":"([^"]+)"/.exec(text)?.[1];
    if (at !== undefined) this.lags.push(Date.now() - Date.parse(at));
  }
}

type Listen = (text: string) => void;

async function overSocket({ endpoint, token, conversationId }: FollowerOptions, listen: Listen) {
  const socket = new WebSocket(endpoint.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  socket.on('message', (data) => listen(String(data)));
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscription(conversationId) }));
  return { pause: () => socket.pause(), end: () => socket.terminate() };
}

async function overEvents({ endpoint, token, conversationId }: FollowerOptions, listen: Listen) {
  const headers = {
    accept: 'text/event-stream',
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
  };
  const sent = request(endpoint, { method: 'POST', headers, agent: false });
  sent.end(JSON.stringify(subscription(conversationId)));
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (!response) throw new Error('There was no answer');
  let rest = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) listen(event);
  });
  response.on('error', () => {});
  return { pause: () => response.pause(), end: () => sent.destroy() };
}
