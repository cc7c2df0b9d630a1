import { expect, test } from 'vitest';
import { rateLimits } from '../../tests/support/rate-limits.ts';

test('refused requests are not charged, and do not cause concurrent requests to be refused', async () => {
  const limits = rateLimits({ FREE: 5 });
  const accepts = async (requests: number) =>
    (await limits.charge({ accountId: 'ann', plan: 'FREE' }, requests)).accepted;
  expect(await Promise.all([100, 1, 2].map(accepts))).toEqual([false, true, true]);
  expect([await accepts(3), await accepts(2), await accepts(1)]).toEqual([false, true, false]);
});
