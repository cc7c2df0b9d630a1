import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ExecutionResult } from 'graphql';
import { signToken } from '../account/token-signer.ts';
import { createTokenVerifier } from '../account/token-verifier.ts';
import { grantedScopes, type Viewer } from '../account/viewer.ts';
import type { OwnedCollection } from '../collection/largest-collection.store.ts';
import { type HotPathParts, hotPath } from './hot-path/hot-path.ts';
import { unobserved } from './observed.ts';
import { PersistedOperations } from './persisted-operations.ts';
import { createGraphQLServer, type YogaParts } from './yoga.ts';

/** Who reads one collection; of null, an account that has nothing, and that no credential names. */
const readerOf = (collection: OwnedCollection | null): Viewer => ({
  accountId: collection?.accountId ?? '',
  principal: 'rehearsal',
  actorKind: 'USER',
  plan: 'PRO',
  scopes: grantedScopes(['read']),
  collectionIds: collection && new Set([collection.id]),
  expiresAt: null,
});

const search = `query ($input: SearchInput!) {
  search(input: $input, first: 10) { failedArms edges { score node { id content } } pageInfo { hasNextPage } } }`;
/** The first one halves what the next costs the processor, and each further one takes off a little. */
const questions = [
  'When did Anna go to the lake?',
  'Who painted the boat, and why?',
  'What did Ben write in his letter?',
];
/** Searches of more memories than these would hold up the start by half a second and more. */
const mostMemories = 100_000;

type Parts = YogaParts & Omit<HotPathParts, 'yoga'>;

/**
 * Has searches answered as others will come, by HTTP, counted and told of nowhere: what they run is compiled then, and the schema looked over.
 * Of what is there, as far as it has a size for that, so that what comes once something is found is gone through, too; no ranking is kept. No
 * port is opened for it. Where the database is away, the first one to ask pays for it.
 */
export async function rehearse({ rateLimits: _, ...parts }: Parts): Promise<void> {
  const { database = false } = await parts.readiness();
  if (!database) return;
  try {
    await rehearseOn(await parts.services.collections.largest(mostMemories), parts);
  } catch (error) {
    parts.log.warn({ err: error }, 'no search could be rehearsed');
  }
}

async function rehearseOn(collection: OwnedCollection | null, parts: Omit<Parts, 'rateLimits'>): Promise<void> {
  const services = { ...parts.services, search: parts.services.rehearsal };
  const { token, verify } = await throwawayToken();
  const authenticate = async () => {
    await verify(token);
    return readerOf(collection);
  };
  // Its own search is on nobody's list.
  const persisted = new PersistedOperations({ persisted: 'off', listed: {} });
  const own = { ...parts, services, authenticate, persisted, observed: unobserved, answers: null };
  const listener = hotPath({ ...own, yoga: createGraphQLServer(own) });
  for (const question of questions) {
    const { errors } = await ask(listener, question);
    if (errors) parts.log.warn({ errors }, 'a search was rehearsed, and had errors');
    if (errors || collection === null) return;
  }
}

/** Verified as others are, since the first one takes milliseconds longer; no server takes it. */
async function throwawayToken() {
  const auth = { secrets: [{ kid: null, secret: randomUUID() }], audience: null, issuer: null };
  const token = await signToken(auth, { principal: 'rehearsal', plan: 'PRO', scopes: ['read'], expires: '1m' });
  return { token, verify: createTokenVerifier(auth, null) };
}

async function ask(listener: RequestListener, question: string): Promise<ExecutionResult> {
  const [client, server] = duplexPair();
  createServer(listener).emit('connection', server);
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const sent = request({ createConnection: () => client, method: 'POST', path: '/graphql', headers });
  sent.end(JSON.stringify({ query: search, variables: { input: { query: question } } }));
  const [answer] = await once(sent, 'response');
  return JSON.parse(await text(answer));
}
