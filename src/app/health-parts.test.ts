import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listenForTest } from '../../tests/support/listen.ts';
import { checkHealth } from '../operations/health.ts';
import { loadConfig } from '../platform/config/config.ts';
import { healthParts } from './health-parts.ts';

test('an embedding endpoint is well where it is there and gives vectors', async () => {
  const server = createServer((_, response) => response.writeHead(404).end());
  const config = loadConfig({
    EMBEDDING_PROVIDER: 'openai',
    EMBEDDING_BASE_URL: await listenForTest(server),
    EMBEDDING_MODEL: 'm',
  });
  const passages = { isFailing: false };
  const parts = healthParts(config, { wakeUps: null, replica: null, mirror: null }, passages);
  expect(await checkHealth(parts)).toMatchObject({ status: 'OK' });
  passages.isFailing = true;
  const { status, checks } = await checkHealth(parts);
  expect(status).toBe('DEGRADED');
  expect(checks.find(({ name }) => name === 'embeddings endpoint')).toMatchObject({
    status: 'DEGRADED',
    detail: 'it gave no vectors when it was last asked: the log says why',
  });
});
