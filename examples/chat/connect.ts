/** The connection of the chat clients over graphql-ws: whenever it is lost it comes back, also where nobody says that it is. */
import { type Client, createClient, MessageType } from 'graphql-ws';

/** Says which token counts now: one that is about to expire is replaced here. */
export type CurrentToken = () => string | Promise<string>;

/** Of the first wait for a sign of life. */
const longestPatience = 16;

/**
 * `token`: one for good, or what says at each connection which one counts: tokens of users are short-lived.
 * `quietMs`: how long after one sign of life the next is asked for; it may take twice as long, and longer each time that nothing came
 * over a connection. Also how long opening a connection may take, with the wait for its token.
 */
export function connect(endpoint: string, token: string | CurrentToken, quietMs = 10_000): Client {
  let late: ReturnType<typeof setTimeout> | undefined;
  let patience = 1;
  const wait = (ms: number, before = () => {}) => {
    clearTimeout(late);
    late = setTimeout(() => {
      before();
      client.terminate();
    }, ms);
  };
  // A long answer is a sign only when all of it is there, and the pong comes behind it: who never waited longer would never have it.
  const waitForSign = () =>
    wait(2 * quietMs * patience, () => {
      patience = Math.min(2 * patience, longestPatience);
    });
  const stop = () => {
    clearTimeout(late);
    late = undefined;
  };
  const client = createClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams: async () => ({ authorization: `Bearer ${typeof token === 'string' ? token : await token()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    // Also where nobody listens for a while.
    shouldRetry: () => true,
    // Not all at once: a server that restarts has many clients. By itself the client would wait twice as long each time, for hours in the end.
    retryWait: () => new Promise((again) => setTimeout(again, 500 + Math.random() * 500)),
    // In a tunnel a connection is lost without a word: who only listens would never notice.
    keepAlive: quietMs,
    on: {
      // By itself the client waits for minutes if opening a connection gets no answer.
      connecting: () => wait(quietMs),
      connected: stop,
      ping: waitForSign,
      // Over a poor network there is much to come before the answer.
      message: ({ type }) => {
        if (type !== MessageType.ConnectionAck) patience = 1;
        if (late) waitForSign();
      },
      pong: stop,
      closed: stop,
    },
  });
  return client;
}

/** What an operation is told that has failed. */
interface Refusal {
  readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
}

const refusalOf = (error: unknown): Refusal['extensions'] => {
  const [refusal]: readonly Refusal[] = Array.isArray(error) ? error : [];
  return refusal?.extensions;
};

export const codeOf = (error: unknown): string => refusalOf(error)?.code ?? '';

/** Waits for as long as the server asks whom it cannot answer now to wait, and throws all else. */
export async function waitAsAsked(error: unknown): Promise<void> {
  const seconds = refusalOf(error)?.retryAfter;
  if (seconds === undefined) throw error;
  await new Promise((again) => setTimeout(again, seconds * 1000));
}
