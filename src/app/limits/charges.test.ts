import { expect, test, vi } from 'vitest';
import { rateLimits } from '../../../tests/support/rate-limits.ts';
import { makeViewer } from '../../../tests/support/viewer.ts';
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

test.each([
  [0, 'counts as 3 more, and none is left:'],
  [1, 'counts as 3 more, and one is left:'],
  [2, 'counts as 3 more, and 2 are left:'],
])(
  'an operation that counts as more than the %i requests left is refused with both numbers',
  async (remaining, told) => {
    const limits = rateLimits();
    const left = { limit: 100, remaining, resetAt: new Date() };
    vi.spyOn(limits, 'charge').mockResolvedValue({ accepted: false, left });
    const sender = { request: new Request('http://localhost/graphql'), viewer: makeViewer() };
    const refusal = await new Charges(limits).rest(sender, 4 * 1_000);
    expect(refusal?.message).toContain(told);
  },
);
