import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
  expect(text).not.toContain('ada');
});
