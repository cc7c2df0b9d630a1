import { expect, test } from 'vitest';
import { checkHealth, type HealthPart } from './health.ts';

const fine = (name: string): HealthPart => ({ name, check: async () => null });
const broken = (name: string, vital: boolean): HealthPart => ({
  name,
  vital,
  check: () => Promise.reject(new Error('connection refused')),
});

test('the server is OK if all parts answer, and parts that are not configured do not count', async () => {
  const { status, checks } = await checkHealth([fine('redis'), { name: 'neo4j', check: null }]);
  expect(status).toBe('OK');
  expect(checks).toMatchObject([
    { name: 'redis', status: 'OK', latencyMs: expect.any(Number), detail: null },
    { name: 'neo4j', status: 'OK', latencyMs: null, detail: 'not configured' },
  ]);
});

test.each([
  [false, 'DEGRADED'],
  [true, 'DOWN'],
] as const)('if a part with vital = %s fails, the server is %s', async (vital, expected) => {
  const { status, checks } = await checkHealth([fine('redis'), broken('other', vital)]);
  expect(status).toBe(expected);
  expect(checks[1]).toMatchObject({ status: expected, detail: 'connection refused' });
});
