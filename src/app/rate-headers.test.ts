import { expect, test } from 'vitest';
import { RateHeaders } from './rate-headers.ts';

test('an answer sent after its window has ended has a ratelimit-reset of 0, not a negative one', () => {
  const headers = new RateHeaders();
  const request = new Request('http://localhost/graphql');
  headers.note(request, { limit: 100, remaining: 7, resetAt: new Date(Date.now() - 5_000) });
  expect(headers.of(request)).toEqual({
    'ratelimit-limit': '100',
    'ratelimit-remaining': '7',
    'ratelimit-reset': '0',
  });
});
