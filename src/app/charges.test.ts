import { expect, test, vi } from 'vitest';
import { rateLimits } from '../../tests/support/rate-limits.ts';
import { makeViewer } from '../../tests/support/viewer.ts';
import { Charges } from './charges.ts';

test('an answer sent after its window has ended has a ratelimit-reset of 0, not a negative one', async () => {
  const limits = rateLimits();
  const resetAt = new Date(Date.now() - 5_000);
  vi.spyOn(limits, 'charge').mockResolvedValue({ accepted: true, left: { limit: 100, remaining: 7, resetAt } });
  const charges = new Charges(limits);
  const request = new Request('http://localhost/graphql');
  await charges.one({ request, viewer: makeViewer() });
  expect(charges.headersOf(request)).toEqual({
    'ratelimit-limit': '100',
    'ratelimit-remaining': '7',
    'ratelimit-reset': '0',
  });
});
