import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../../src/account/token-signer.ts';
import { buildApp } from '../../../src/app/build-app.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { judged, type RerankReply, startRerankEndpoint } from '../../support/rerank-endpoint.ts';
import { makeServerData } from '../../support/server-data.ts';

const never: RerankReply = 'never';
/** Long enough for an answer on a busy machine. */
const deadlineMs = '3000';

/** A server whose reranker answers by `reply`, with one memory; what it tells its operators. */
async function startReranked(reply: (documents: readonly string[]) => RerankReply) {
  const data = await makeServerData();
  onTestFinished(() => data.remove());
  const { baseUrl } = await startRerankEndpoint(({ body }) => reply(body.documents));
  const lines: { readonly msg: string; readonly deadlineMs?: number }[] = [];
  const config = loadConfig({
    ...data.settings,
    PORT: '0',
    RERANK_BASE_URL: baseUrl,
    RERANK_DEADLINE_MS: deadlineMs,
    JWT_SECRET: 'a secret of at least thirty-two characters',
  });
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const app = await buildApp(config, { log });
  onTestFinished(() => app[Symbol.asyncDispose]());
  const claims = { principal: 'ada', plan: 'PRO', scopes: ['read', 'write', 'admin'], expires: '1h' } as const;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await signToken(config.auth, claims)}`,
  };
  const send = async (query: string) => {
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return { timing: response.headers.get('server-timing'), ...(await response.json()) };
  };
  const made = await send(
    'mutation { createCollection(input: { name: "Home" }) { ... on CreateCollectionPayload { collection { id } } } }',
  );
  const collectionId = made.data.createCollection.collection.id;
  await send(`mutation { addMemory(input: { collectionId: "${collectionId}", memory: { content: "The canary sings." } }) {
    __typename } }`);
  /** Each query in other words: scores are kept. */
  const search = (query: string) => send(`{ search(input: { query: "${query}", rerank: true }) { rerank } }`);
  const metrics = async () => await (await fetch(`${app.url}/metrics`)).text();
  const health = async () =>
    (await send('{ system { health { status checks { name status detail } } } }')).data.system.health;
  return { lines, search, metrics, health };
}

test('operators see how often rerankings were applied, late and unavailable, and why the endpoint is not healthy', async () => {
  let reply: RerankReply | null = null;
  const { lines, search, metrics, health } = await startReranked((documents) => reply ?? judged(documents, () => 1));
  const outcomes = async (query: string) => {
    const { data, timing } = await search(query);
    expect(timing).toMatch(new RegExp(`rerank;dur=[\\d.]+;desc="${data.search.rerank}"`));
    const counts = (await metrics()).matchAll(/^mnemograph_rerankings_total\{outcome="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries([...counts].map(([, outcome, count]) => [outcome, Number(count)]));
  };
  expect(await outcomes('Who sings?')).toEqual({ APPLIED: 1 });
  expect(await health()).toMatchObject({ status: 'OK' });
  reply = { status: 401, body: '' };
  expect(await outcomes('Does anybody sing?')).toEqual({ APPLIED: 1, UNAVAILABLE: 1 });
  const { status, checks } = await health();
  expect(status).toBe('DEGRADED');
  expect(checks).toContainEqual({
    name: 'reranker',
    status: 'DEGRADED',
    detail: 'its last call failed: it answered with status 401: look at RERANK_API_KEY',
  });
  reply = null;
  await search('Which bird sings?');
  expect(await health()).toMatchObject({ status: 'OK' });
  reply = never;
  expect(await outcomes('What does the canary do?')).toEqual({ APPLIED: 2, UNAVAILABLE: 1, SKIPPED_DEADLINE: 1 });
  expect(lines).toContainEqual(expect.objectContaining({ level: 40, deadlineMs: Number(deadlineMs) }));
});
