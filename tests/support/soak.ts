import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { MemoryServer } from './memory-server.ts';
import type { Run } from './mutate.ts';
import { type Ground, makeGround, mutate, sentence } from './repeated-operations.ts';

interface SoakOptions {
  readonly seconds: number;
  readonly clients: number;
  /** Pause between two requests of a client. */
  readonly restMs: number;
}

interface Soaked {
  readonly requests: number;
  /** Number of events that subscribers received. */
  readonly events: number;
}

/** Number of repeated questions. */
const known = 50;
/** Requests after which a client subscribes anew. */
const perSubscription = 40;

/** The load of a chat application with several concurrent users, each with a subscription. Throws if anything fails. */
export async function soak(server: MemoryServer, { seconds, clients, restMs }: SoakOptions): Promise<Soaked> {
  const users = await Promise.all(Array.from({ length: clients }, (_, client) => userOf(server, `client ${client}`)));
  const until = performance.now() + seconds * 1_000;
  let requests = 0;
  let events = 0;
  const work = async (user: User, client: number) => {
    for (let n = client; performance.now() < until; ) {
      using _following = follow(server.url, user, () => (events += 1));
      for (let k = 0; k < perSubscription && performance.now() < until; k++, n += clients) {
        await request(user, n);
        requests += 1;
        await delay(restMs);
      }
    }
  };
  await Promise.all(users.map(work));
  return { requests, events };
}

interface User extends Ground {
  readonly run: Run;
  readonly token: string;
}

async function userOf(server: MemoryServer, principal: string): Promise<User> {
  const run = await server.runAs(principal);
  return { run, token: await server.tokenOf(principal), ...(await makeGround(run)) };
}

/** 60 % searches, of which 70 % are repeated, 15 % additions, 10 % contexts, 10 % lists, 5 % questions to an agent. */
async function request({ run, collectionId, conversationId }: User, n: number): Promise<unknown> {
  const kind = (n * 7) % 20;
  if (kind < 12) {
    const query = kind < 8 ? sentence(n % known) : sentence(n);
    return await run('query ($q: String!) { search(input: { query: $q }) { edges { score node { id content } } } }', {
      q: query,
    });
  }
  if (kind < 15) return await mutate(run, 'addMemory', { collectionId, memory: { content: sentence(n) } }, 'outcome');
  if (kind < 17) {
    const input = { message: `Why does ${sentence(n)}?`, collectionIds: [collectionId] };
    return await run('query ($input: ContextInput!) { context(input: $input) { text } }', { input });
  }
  if (kind < 19) {
    const list = 'memories(first: 20) { edges { node { id content tags createdAt } } }';
    return await run(`query ($id: ID!) { collection(id: $id) { ${list} } }`, { id: collectionId });
  }
  // A question is a conflict while the previous run has not ended.
  return await mutate(run, 'ask', { conversationId, message: sentence(n) }, 'run { id }', true);
}

function follow(url: string, { token, collectionId }: User, onEvent: () => void): Disposable {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const query = 'subscription ($id: ID!) { collectionEvents(collectionId: $id) { __typename } }';
  const sink = { next: onEvent, error: () => {}, complete: () => {} };
  client.subscribe({ query, variables: { id: collectionId } }, sink);
  return { [Symbol.dispose]: () => void client.dispose() };
}
