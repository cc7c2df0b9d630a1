import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();

test('a viewer sees the limit of the plan and what the whole account has left of it', async () => {
  const { run, services } = makeApi(db);
  const [viewer, stranger] = [makeViewer({ plan: 'STARTER' }), makeViewer({ plan: 'FREE' })];
  await services.rateLimits.charge(makeViewer({ accountId: viewer.accountId, plan: 'FREE', principal: 'another' }), 3);
  const asked = '{ viewer { rateLimit { limit remaining resetAt } } }';
  const { rateLimit } = (await run(viewer, asked)).viewer;
  expect(rateLimit).toMatchObject({ limit: 1_000, remaining: 997 });
  const seconds = (Date.parse(rateLimit.resetAt) - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await run(stranger, asked)).viewer.rateLimit).toMatchObject({ limit: 100, remaining: 100 });
});
