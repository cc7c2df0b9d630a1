import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ExecutionResult } from 'graphql';
import { grantedScopes, type Viewer } from '../account/viewer.ts';
import { type HotPathParts, hotPath } from './hot-path/hot-path.ts';
import { unobserved } from './observed.ts';
import { createGraphQLServer, type YogaParts } from './yoga.ts';

/** Of an account that has nothing, and that no credential names. */
const nobody: Viewer = {
  accountId: '',
  principal: 'rehearsal',
  actorKind: 'USER',
  plan: 'PRO',
  scopes: grantedScopes(['read']),
  collectionIds: null,
  expiresAt: null,
};

const search = {
  query: `query ($input: SearchInput!) {
    search(input: $input, first: 10) { failedArms edges { score node { id content } } pageInfo { hasNextPage } } }`,
  variables: { input: { query: 'When did Anna go to the lake?' } },
};

type Parts = YogaParts & Omit<HotPathParts, 'yoga'>;

/**
 * Has a search answered as others will come, by HTTP and for nobody, counted and told of nowhere: what it runs is compiled then, and
 * the schema looked over, a sixth of what the first search had cost the processor. No port is opened for it. Where the database is
 * away, the first one to ask pays for it.
 */
export async function rehearse({ rateLimits: _, ...parts }: Parts): Promise<void> {
  const { database = false } = await parts.readiness();
  if (!database) return;
  const own = { ...parts, authenticate: async () => nobody, observed: unobserved, answers: null };
  const { errors } = await ask(hotPath({ ...own, yoga: createGraphQLServer(own) }));
  if (errors) parts.log.warn({ errors }, 'a search was rehearsed, and had errors');
}

async function ask(listener: RequestListener): Promise<ExecutionResult> {
  const [client, server] = duplexPair();
  createServer(listener).emit('connection', server);
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const sent = request({ createConnection: () => client, method: 'POST', path: '/graphql', headers });
  sent.end(JSON.stringify(search));
  const [answer] = await once(sent, 'response');
  return JSON.parse(await text(answer));
}
