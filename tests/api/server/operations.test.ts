import { expect, test, vi } from 'vitest';
import { mutateBy } from '../../support/mutate.ts';
import { exercise, useOperatedServer } from './operated-server.ts';

const SYSTEM = `query Watch { system {
  health { status version uptimeSeconds checks { name status latencyMs detail } }
  metrics {
    at process { name cpuPercent rssBytes heapUsedBytes diskFreeBytes eventLoopDelayP99Ms }
    latency { operation count p50Ms p95Ms p99Ms errors }
    caches { name hits misses hitRate entries maxEntries bytes maxBytes evictions recommendation }
    pools { name total idle waiting max timeouts }
    consumers { name lagEvents lagSeconds }
    agentPool { size maxSize busy created reused evicted }
    subscriptions { active queued dropped coalesced closedIdle closedSlow }
    jobs { queue waiting running failed dead oldestWaitingSeconds }
    memoryPressure { usedFraction level jobsPaused lastClearedAt }
  } } }`;

const operated = useOperatedServer();
const { lines, send, run, get } = operated;

test('operators see the state of the server in GraphQL and Prometheus, and can clear its caches', async () => {
  for (let n = 0; n < 3; n += 1) await run('query Who { viewer { id } }');
  const { health, metrics } = (await run(SYSTEM)).system;
  expect(health).toMatchObject({ status: 'OK', version: expect.any(String) });
  expect(health.checks).toContainEqual({
    name: 'database',
    status: 'OK',
    latencyMs: expect.any(Number),
    detail: expect.stringContaining('Postgres'),
  });
  const absent = { status: 'OK', latencyMs: null, detail: 'not configured' };
  expect(health.checks[1]).toMatchObject({ name: 'database writes', status: 'OK', detail: null });
  expect(health.checks.slice(2)).toEqual(
    ['redis', 'replica', 'neo4j', 'embeddings endpoint', 'language model', 'reranker', 'signing keys'].map((name) => ({
      name,
      ...absent,
    })),
  );
  expect(metrics.latency).toContainEqual(expect.objectContaining({ operation: 'Who', count: 3, errors: 0 }));
  expect(metrics.process.name).toMatch(/^\S+\/\d+$/);
  expect(metrics.process.rssBytes).toBeGreaterThan(10_000_000);
  expect(metrics.memoryPressure).toMatchObject({ level: 'NORMAL', jobsPaused: false });
  // The embedded database has a single connection.
  const max = process.env['TEST_DATABASE_URL'] ? 10 : 1;
  expect(metrics.pools[0]).toMatchObject({ name: 'postgres', max });
  expect(metrics.caches.map(({ name }: { name: string }) => name)).toContain('embeddings');

  const clear = `mutation ($names: [String!]) { clearCaches(input: { names: $names }) { __typename
    ... on ClearCachesPayload { cleared { name entries } } ... on ValidationError { issues { path message } } } }`;
  const { clearCaches } = await run(clear, { names: ['embeddings'] });
  expect(clearCaches.cleared).toEqual([{ name: 'embeddings', entries: 0 }]);
  expect((await run(clear)).clearCaches.cleared.length).toBe(metrics.caches.length);
  const none = { __typename: 'ValidationError', issues: [{ path: ['input', 'names'] }] };
  expect((await run(clear, { names: [] })).clearCaches).toMatchObject(none);
  const refused = await run(clear, { names: ['embeddings', 'no such'] });
  expect(refused.clearCaches).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ path: ['input', 'names', '1'], message: expect.stringContaining('context plans') }],
  });

  const answer = await get('/metrics');
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(text).toContain('mnemograph_operation_duration_seconds_count{operation="Who"} 3');
  expect(text).toMatch(/mnemograph_pool_connections\{pool="postgres",state="max"\} 1/);
  expect(text).toContain('mnemograph_http_request_duration_seconds_count{route="graphql",status="200"}');
  expect(text).toContain('mnemograph_part_up{part="database"} 1');
  expect(text).not.toContain('ada');
});

test('the figures of the agent pool are reported', async () => {
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Asked' }, 'collection { id }');
  for (const message of ['Who sings?', 'And when?']) {
    const talk = { collectionId: collection.id };
    const { conversation } = await mutateBy(run, 'createConversation', talk, 'conversation { id }');
    const question = { conversationId: conversation.id, message };
    const { id } = (await mutateBy(run, 'ask', question, 'run { id }')).run;
    await vi.waitFor(async () => {
      const { agentRun } = await run('query ($id: ID!) { agentRun(id: $id) { status } }', { id });
      expect(agentRun.status).toBe('SUCCEEDED');
    }, 10_000);
  }
  const { metrics } = (await run(SYSTEM)).system;
  expect(metrics.agentPool).toEqual({ size: 1, maxSize: 10, busy: 0, created: 1, reused: 1, evicted: 0 });
  expect(await (await get('/metrics')).text()).toContain('mnemograph_agents{state="size"} 1');
});

test('a response reports its durations, and a slow one is logged with them but without content', async () => {
  const found = await exercise(operated);
  expect(await found.text()).toContain('canary');
  expect(found.headers.get('server-timing')).toMatch(
    /^total;dur=.*auth;dur=.*graphql;dur=.*search;dur=[\d.]+;desc="(recall-index|sql)".*db;dur=[\d.]+;desc="\d+ statements?"/,
  );
  expect(lines.find(({ operations }) => operations?.includes('Find'))).toMatchObject({
    msg: 'slow request',
    route: 'graphql',
    status: 200,
    requestId: found.headers.get('x-request-id'),
    parts: { search: { by: [expect.any(String)] }, db: { count: expect.any(Number) } },
  });
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('a deferred response is counted and logged as one operation', async () => {
  const found = 'search(input: { query: "When does it sing?" }) { edges { node { content } } }';
  const parts = await send(`query InParts { viewer { id } ... @defer { ${found} } }`, {}, true, 'multipart/mixed');
  expect([parts.headers.get('content-type'), await parts.text()]).toEqual([
    expect.stringContaining('multipart/mixed'),
    expect.stringContaining('"incremental"'),
  ]);
  expect(await (await get('/metrics')).text()).toContain(
    'mnemograph_operation_duration_seconds_count{operation="InParts"} 1',
  );
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'slow request', operations: ['InParts'] }));
});

test('searches and errors are counted each time', async () => {
  const engines = async () => {
    const told = (await (await get('/metrics')).text()).matchAll(/^mnemograph_searches_total\{.*\} (\d+)$/gm);
    return [...told].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await engines();
  const search = (query: string) => `search(input: { query: "${query}" }) { edges { score } }`;
  await run(`query Two { a: ${search('Who sang?')} b: ${search('Who danced?')} }`);
  expect(await engines()).toBe(before + 2);
  const text = await (await get('/metrics')).text();
  expect(text).toContain('mnemograph_errors_total{code="INTERNAL_SERVER_ERROR"} 0');
  await (await send('query Anybody { a: viewer { id } system { health { status } } }', {}, false)).body?.cancel();
  expect(await (await get('/metrics')).text()).toContain('mnemograph_errors_total{code="UNAUTHENTICATED"} 1');
});

test('clients cannot grow the metrics: operation names, paths and codes are bounded', async () => {
  for (let n = 0; n < 250; n += 1) await (await send(`query Invented${n} { __typename }`)).body?.cancel();
  await (await send('query Nobody { __typename }', {}, false)).body?.cancel();
  await (await send('query Wrong { nothing }')).body?.cancel();
  const elsewhere = await get(`/canary/${'x'.repeat(100)}`);
  expect([elsewhere.status, elsewhere.headers.get('server-timing')]).toEqual([404, expect.stringMatching(/^total/)]);
  const text = await (await get('/metrics')).text();
  const counted = text.matchAll(/^mnemograph_operation_duration_seconds_count\{operation="([^"]+)"\}/gm);
  const operations = [...counted].map(([, name]) => name);
  expect(operations).toHaveLength(201);
  expect(operations).toContain('other');
  expect(text).not.toMatch(/Nobody|canary/);
  expect(text).toContain('mnemograph_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1');
  expect(text).toContain('mnemograph_http_request_duration_seconds_count{route="other",status="404"} 1');
});
