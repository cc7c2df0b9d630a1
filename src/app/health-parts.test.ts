import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForTest } from '../../tests/support/listen.ts';
import { checkHealth } from '../operations/health.ts';
import { loadConfig } from '../platform/config/config.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { endpointProbe, healthParts } from './health-parts.ts';

const silentModel: LanguageModel = { name: 'm', complete: async () => '', stream: async function* () {} };

test('model endpoints are healthy if they answer and their last call did not fail', async () => {
  const server = createServer((_, response) => response.writeHead(404).end());
  const url = await listenForTest(server);
  const config = loadConfig({
    EMBEDDING_PROVIDER: 'openai',
    EMBEDDING_BASE_URL: url,
    EMBEDDING_MODEL: 'm',
    LLM_BASE_URL: url,
    LLM_MODEL: 'm',
  });
  const passages = { isFailing: false };
  const model = { ...silentModel, isFailing: false };
  const parts = healthParts(config, { wakeUps: null, replica: null, mirror: null, languageModels: [model] }, passages);
  expect(await checkHealth(parts)).toMatchObject({ status: 'OK' });
  passages.isFailing = true;
  model.isFailing = true;
  const { status, checks } = await checkHealth(parts);
  expect(status).toBe('DEGRADED');
  expect(checks.find(({ name }) => name === 'embeddings endpoint')).toMatchObject({
    status: 'DEGRADED',
    detail: 'it gave no vectors when it was last asked: the log says why',
  });
  expect(checks.find(({ name }) => name === 'language model')).toMatchObject({
    status: 'DEGRADED',
    detail: 'it gave no answer when it was last asked: the log says why',
  });
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
    return checkHealth(healthParts(loadConfig({ JWKS_URL }), none, { isFailing: false }));
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
