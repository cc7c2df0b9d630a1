import { expect, test } from 'vitest';
import { environment } from './env.ts';
import { mistypedIn } from './mistyped.ts';

test.each([
  ['PURGE_LEDGER_FLIE', 'PURGE_LEDGER_FILE'],
  ['JWT_SECRT', 'JWT_SECRET'],
  ['NEO4J_URI', 'NEO4J_URL'],
  ['RATE_LIMITS_PRO', 'RATE_LIMIT_PRO'],
  ['WORKER', 'WORKERS'],
  ['redis_url', 'REDIS_URL'],
])('%s is reported as a typo of %s', (given, meant) => {
  expect(mistypedIn({ [given]: 'x' })).toContainEqual({ given, meant });
  expect(mistypedIn({ [given]: 'x', [meant]: '1' })).not.toContainEqual({ given, meant });
});

test('does not report foreign variables or valid settings as typos', () => {
  const others = [
    'PATH',
    'HOME',
    'HOSTNAME',
    'HOSTS',
    'PORTS',
    'TEST_DATABASE_URL',
    'GRAFANA_PASSWORD',
    'POSTGRES_PASSWORD',
    'NODE_PATH',
  ];
  expect(mistypedIn(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
  for (const name of environment.keyof().options) expect(mistypedIn({ [name]: 'x' })).toEqual([]);
});
