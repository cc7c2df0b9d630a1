import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForTest } from '../../tests/support/listen.ts';
import { checkHealth } from '../operations/health.ts';
import { loadConfig } from '../platform/config/config.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { LastCall } from '../platform/last-call.ts';
import { endpointProbe, healthParts } from './health-parts.ts';

const embedder = (lastCall = new LastCall()): Embedder => ({
  model: 'm',
  dimensions: null,
  lastCall,
  expectDimensions: () => {},
  embed: async () => [],
});
const silentModel: LanguageModel = { name: 'm', complete: async () => '', stream: async function* () {} };

/** Configured endpoints at a URL, with the outcomes of their last calls. */
function endpointsAt(url: string) {
  const config = loadConfig({
    EMBEDDING_PROVIDER: 'openai',
    EMBEDDING_BASE_URL: url,
    EMBEDDING_MODEL: 'm',
    LLM_BASE_URL: url,
    LLM_MODEL: 'm',
    RERANK_BASE_URL: url,
  });
  const calls = {
    'embeddings endpoint': new LastCall(),
    'language model': new LastCall(),
    reranker: new LastCall(),
  };
  const languageModel = { ...silentModel, lastCall: calls['language model'] };
  const passages = embedder(calls['embeddings endpoint']);
  const reranker = { score: async () => [], lastCall: calls.reranker };
  const started = { wakeUps: null, replica: null, mirror: null, languageModels: [languageModel] };
  const parts = healthParts(config, started, { passages, rerank: { reranker, deadlineMs: 1 } });
  return { calls: Object.entries(calls), health: () => checkHealth(parts) };
}

test('model endpoints are healthy if they answer and their last call did not fail, else the reason is told', async () => {
  const { calls, health } = endpointsAt(
    await listenForTest(createServer((_, response) => response.writeHead(404).end())),
  );
  expect(await health()).toMatchObject({ status: 'OK' });
  for (const [name, call] of calls) {
    call.failed('status 401');
    const { status, checks } = await health();
    expect(status).toBe('DEGRADED');
    expect(checks.filter((check) => check.status !== 'OK')).toMatchObject([
      { name, detail: 'its last call failed: status 401' },
    ]);
    call.succeeded();
    expect(await health()).toMatchObject({ status: 'OK' });
  }
});

test('a call that succeeded shows that an endpoint answers, whatever a probe found before', async () => {
  const { calls, health } = endpointsAt('http://127.0.0.1:1/v1');
  const detail = 'nothing answers there';
  expect((await health()).checks.filter((check) => check.detail === detail)).toHaveLength(3);
  for (const [, call] of calls) call.succeeded();
  expect(await health()).toMatchObject({ status: 'OK' });
});

test('any answer counts as available, and is cached for a while', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ method }, response) => {
    asked.push(method);
    response.writeHead(401).end();
  });
  const url = await listenForTest(server);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const probe = endpointProbe(url);
  expect([await probe(), await probe()]).toEqual([null, null]);
  expect(asked).toEqual(['HEAD']);
  clock.mockReturnValue(31_000);
  await probe();
  expect(asked).toHaveLength(2);
});

test('the keys of JWKS_URL are healthy only if they can be read', async () => {
  let answer = { status: 200, body: JSON.stringify({ keys: [{ kty: 'EC' }] }) };
  const server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
  const JWKS_URL = await listenForTest(server);
  const health = () => {
    const none = { wakeUps: null, replica: null, mirror: null, languageModels: [] };
    return checkHealth(healthParts(loadConfig({ JWKS_URL }), none, { passages: embedder(), rerank: null }));
  };
  expect(await health()).toMatchObject({ status: 'OK' });
  for (const body of ['{}', '<html>', '{"keys": "none"}']) {
    answer = { status: 200, body };
    const { checks, status } = await health();
    expect(status).toBe('DEGRADED');
    expect(checks.at(-1)).toMatchObject({ name: 'signing keys', detail: 'JWKS_URL gives no keys: it answers 200' });
  }
  answer = { status: 404, body: JSON.stringify({ keys: [] }) };
  expect((await health()).checks.at(-1)).toMatchObject({ detail: 'JWKS_URL gives no keys: it answers 404' });
  server.close();
  server.closeAllConnections();
  expect((await health()).checks.at(-1)).toMatchObject({ detail: 'nothing answers at JWKS_URL' });
});

test('an unavailable endpoint is reported without its address', async () => {
  const probe = endpointProbe('http://secret:word@127.0.0.1:1/v1');
  await expect(probe()).rejects.toThrow(/^nothing answers there$/);
});
