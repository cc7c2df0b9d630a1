import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ExecutionResult } from 'graphql';
import { signToken } from '../account/token-signer.ts';
import { createTokenVerifier } from '../account/token-verifier.ts';
import { grantedScopes, type Viewer } from '../account/viewer.ts';
import type { CollectionKey } from '../collection/collection.ts';
import { encodeNodeId } from '../graphql/node-id.ts';
import { endOf } from '../platform/start-parts.ts';
import type { LastSearched } from '../search/recall-index/last-searched.ts';
import { quicklyLoaded } from '../search/recall-index/recall-engine.ts';
import { type HotPathParts, hotPath } from './hot-path/hot-path.ts';
import { unobserved } from './observed.ts';
import { PersistedOperations } from './persisted-operations.ts';
import { createGraphQLServer, type YogaParts } from './yoga.ts';

/** Returns a viewer who may read one collection; for null, one of an empty account that no credential names. */
const readerOf = (collection: CollectionKey | null): Viewer => ({
  accountId: collection?.accountId ?? '',
  principal: 'rehearsal',
  actorKind: 'USER',
  plan: 'PRO',
  scopes: grantedScopes(['read']),
  collectionIds: collection && new Set([collection.collectionId]),
  expiresAt: null,
});

/** Each is another document, so that the code that parses and validates documents runs as often as the rest. */
const documentOf = (number: number) => `query Rehearsal${number}($input: SearchInput!, $first: Int!) {
  search(input: $input, first: $first) {
    failedArms edges { score node { id content speaker validFrom } } pageInfo { hasNextPage } } }`;
/** The first question halves the next one's processor time, and each further one saves a little: see docs/adr/0080. They ask in several ways, each with code of its own. */
const questions = [
  'When did Anna go to the lake?',
  // It asks for a kind, so that the members of kinds are read.
  'Which boats were painted, and why?',
  // It names a date, so that the patterns that find dates are compiled.
  'What did Ben write in his letter in March?',
  'Where does Carla live now?',
  'Has the roof been repaired?',
  'How often do we play chess?',
  'What did Dana suggest for the garden?',
  'Which game did they play first?',
  'Who takes care of the dog?',
  'How much was the trip to Lisbon?',
  'Why was the meeting put off?',
  'What is the name of his sister?',
  'When is the next concert, and where?',
  "What colour is Ella's kitchen?",
  'Did they ever sell the old car?',
  'Is the heating still broken?',
];
/** Number of questions by the database, each of which takes several times as long: it seldom answers. */
const mostBySql = 3;
/** Largest collections that are searched. By the database: more would delay the start by half a second or more. By the index: others are loaded after the answer. */
const mostMemories = { bySql: 100_000, byIndex: quicklyLoaded } as const;

export interface RehearsalParts extends YogaParts, Omit<HotPathParts, 'yoga'> {
  /** Omitted or null: the database answers every search. */
  readonly lastSearched?: LastSearched | null;
  /** Returns memory that the start no longer needs to the system. */
  readonly releaseMemory?: () => void;
}

/**
 * Loads the indexes that were searched last, and runs searches as clients send them, over HTTP but counted nowhere, so that their code is
 * compiled and the schema analysed. They search existing memories, so that the code for hits runs, too: by the index those that were loaded
 * first, else up to that number. No ranking is kept for clients and no port opened. If the database is unreachable, the first client pays instead.
 */
export async function rehearse(parts: RehearsalParts): Promise<void> {
  const { database = false } = await parts.readiness();
  if (!database) return;
  try {
    const [heldFirst = null] = (await parts.lastSearched?.load()) ?? [];
    endOf('indexes');
    const { rehearsals, collections } = parts.services;
    for (const way of ['bySql', 'byIndex'] as const) {
      // It discards compiled patterns: left to the first idle second, it would make the first search twice as long.
      if (way === 'byIndex') parts.releaseMemory?.();
      const held = way === 'byIndex' ? heldFirst : null;
      const collection = held ?? (await collections.largest(mostMemories[way]));
      const asked = way === 'bySql' ? questions.slice(0, mostBySql) : questions;
      await rehearseOn(collection, asked, { ...parts, services: { ...parts.services, search: rehearsals[way] } });
      if (collection === null) return;
    }
  } catch (error) {
    parts.log.warn({ err: error }, 'no search could be rehearsed');
  }
}

/** Searches by the service of `parts`. */
async function rehearseOn(
  collection: CollectionKey | null,
  asked: readonly string[],
  parts: RehearsalParts,
): Promise<void> {
  const { token, verify } = await throwawayToken();
  const authenticate = async () => {
    await verify(token);
    return readerOf(collection);
  };
  // Its own document is on nobody's list.
  const persisted = new PersistedOperations({ persisted: 'off', listed: {} });
  const own = { ...parts, authenticate, persisted, observed: unobserved, answers: null, charges: null };
  const listener = hotPath({ ...own, yoga: createGraphQLServer(own) });
  const collectionIds = collection && [encodeNodeId('Collection', collection.collectionId)];
  for (const [number, query] of asked.entries()) {
    const variables = { input: { query, collectionIds }, first: 10 };
    const { errors } = await ask(listener, { query: documentOf(number), variables });
    if (errors) parts.log.warn({ errors }, 'a search was rehearsed, and had errors');
    if (errors || collection === null) return;
  }
}

/** Verified like any other token, since the first verification takes milliseconds longer; no server accepts it. */
async function throwawayToken() {
  const auth = { secrets: [{ kid: null, secret: randomUUID() }], audience: null, issuer: null };
  const token = await signToken(auth, { principal: 'rehearsal', plan: 'PRO', scopes: ['read'], expires: '1m' });
  return { token, verify: createTokenVerifier(auth, null) };
}

async function ask(listener: RequestListener, operation: object): Promise<ExecutionResult> {
  const [client, server] = duplexPair();
  createServer(listener).emit('connection', server);
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const sent = request({ createConnection: () => client, method: 'POST', path: '/graphql', headers });
  sent.end(JSON.stringify(operation));
  const [answer] = await once(sent, 'response');
  return JSON.parse(await text(answer));
}
