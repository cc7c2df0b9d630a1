import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../../src/account/token-signer.ts';
import { buildApp } from '../../../src/app/build-app.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { post, printToken, startServer } from '../../support/started-server.ts';

const SYSTEM = `query Watch { system {
  health { status version uptimeSeconds checks { name status latencyMs detail } }
  metrics {
    at process { cpuPercent rssBytes heapUsedBytes diskFreeBytes eventLoopDelayP99Ms }
    latency { operation count p50Ms p95Ms p99Ms errors }
    caches { name hits misses hitRate entries maxEntries bytes maxBytes evictions recommendation }
    pools { name total idle waiting max timeouts }
    consumers { name lagEvents lagSeconds }
    agentPool { size maxSize busy created reused evicted }
    subscriptions { active queued dropped coalesced closedIdle closedSlow }
    jobs { queue waiting running failed dead oldestWaitingSeconds }
    memoryPressure { usedFraction level jobsPaused lastClearedAt }
  } } }`;

test('a server tells its operators how it is, by GraphQL and to Prometheus', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const settings = { DATA_DIR: folder, MEMORY_LIMIT_MB: '100000' };
  const server = await startServer(settings);
  onTestFinished(() => server.kill());
  const token = await printToken(settings, '--user', 'ada', '--scope', 'admin');

  for (let n = 0; n < 3; n += 1) await post(server.endpoint, token, 'query Who { viewer { id } }');
  const { health, metrics } = (await post(server.endpoint, token, SYSTEM)).system;
  expect(health).toMatchObject({ status: 'OK', version: expect.any(String) });
  expect(health.checks).toContainEqual({
    name: 'database',
    status: 'OK',
    latencyMs: expect.any(Number),
    detail: expect.stringContaining('Postgres'),
  });
  expect(metrics.latency).toContainEqual(expect.objectContaining({ operation: 'Who', count: 3, errors: 0 }));
  expect(metrics.process.rssBytes).toBeGreaterThan(10_000_000);
  expect(metrics.memoryPressure).toMatchObject({ level: 'NORMAL', jobsPaused: false });
  expect(metrics.pools).toMatchObject([{ name: 'postgres', max: 1 }]);
  expect(metrics.caches.map(({ name }: { name: string }) => name)).toContain('embeddings');

  const clear = `mutation ($names: [String!]) { clearCaches(input: { names: $names }) { __typename
    ... on ClearCachesPayload { cleared { name entries } } ... on ValidationError { issues { path message } } } }`;
  const { clearCaches } = await post(server.endpoint, token, clear, { names: ['embeddings'] });
  expect(clearCaches.cleared).toEqual([{ name: 'embeddings', entries: 0 }]);
  expect((await post(server.endpoint, token, clear)).clearCaches.cleared.length).toBe(metrics.caches.length);
  const refused = await post(server.endpoint, token, clear, { names: ['embeddings', 'no such'] });
  expect(refused.clearCaches).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ path: ['input', 'names', '1'], message: expect.stringContaining('context plans') }],
  });

  const answer = await fetch(server.endpoint.replace('/graphql', '/metrics'));
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(text).toContain('mnemograph_operation_duration_seconds_count{operation="Who"} 3');
  expect(text).toMatch(/mnemograph_pool_connections\{pool="postgres",state="max"\} 1/);
  expect(text).toContain('mnemograph_http_request_duration_seconds_count{route="graphql",status="200"}');
  expect(text).toContain('mnemograph_part_up{part="database"} 1');
  expect(text).not.toContain('ada');
});

test('an answer tells what it took, a slow one is logged with its parts, and names of operations are bounded', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const settings = { DATA_DIR: folder, SLOW_REQUEST_MS: '1', JWT_SECRET: 'a secret of at least thirty-two characters' };
  const lines: { readonly msg: string; readonly operations: readonly string[]; readonly parts: object }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const config = loadConfig({ ...settings, PORT: '0' });
  await using app = await buildApp(config, { log });
  const token = await signToken(config.auth, {
    principal: 'ada',
    plan: 'PRO',
    scopes: ['read', 'write'],
    expires: '1h',
  });
  const send = async (query: string, variables: object = {}, authorization = `Bearer ${token}`) => {
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', authorization };
    return await fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
  };
  const made = await (
    await send(
      'mutation { createCollection(input: { name: "Home" }) { ... on CreateCollectionPayload { collection { id } } } }',
    )
  ).json();
  const memory = {
    collectionId: made.data.createCollection.collection.id,
    memory: { content: 'The canary sings at dawn.' },
  };
  await (
    await send('mutation Add($input: AddMemoryInput!) { addMemory(input: $input) { __typename } }', { input: memory })
  ).json();

  const found = await send(
    'query Find { search(input: { query: "When does the canary sing?" }) { edges { node { content } } } }',
  );
  expect(await found.text()).toContain('canary');
  expect(found.headers.get('server-timing')).toMatch(
    /^total;dur=.*auth;dur=.*graphql;dur=.*search;dur=[\d.]+;desc="(recall-index|sql)".*db;dur=[\d.]+;desc="\d+ statements"/,
  );
  const slow = lines.find(({ operations }) => operations?.includes('Find'));
  expect(slow).toMatchObject({
    msg: 'slow request',
    route: 'graphql',
    status: 200,
    requestId: found.headers.get('x-request-id'),
    parts: { search: { by: [expect.any(String)] }, db: { count: expect.any(Number) } },
  });
  expect(JSON.stringify(lines)).not.toContain('canary');

  const names = Array.from({ length: 250 }, (_, n) => `Invented${n}`);
  for (const name of names) await (await send(`query ${name} { __typename }`)).body?.cancel();
  await (await send('query Nobody { __typename }', {}, '')).body?.cancel();
  await (await send('query Wrong { nothing }')).body?.cancel();
  const elsewhere = await fetch(`${app.url}/canary/${'x'.repeat(100)}`);
  expect([elsewhere.status, elsewhere.headers.get('server-timing')]).toEqual([404, expect.stringMatching(/^total/)]);
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const counted = text.matchAll(/^mnemograph_operation_duration_seconds_count\{operation="([^"]+)"\}/gm);
  const operations = [...counted].map(([, name]) => name);
  expect(operations).toHaveLength(201);
  expect(operations).toContain('other');
  expect(text).not.toMatch(/Nobody|canary/);
  expect(text).toContain('mnemograph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1');
  expect(text).toContain('mnemograph_http_request_duration_seconds_count{route="other",status="404"} 1');
});
