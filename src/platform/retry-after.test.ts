import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

test.each([
  [null, null],
  ['3', 3000],
  ['0.5', 500],
  ['Fri, 20 Nov 2026 10:00:07 GMT', 7000],
  ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['+30', null],
])('Retry-After: %s', (header, wait) => {
  expect(retryAfterMs(header, Date.UTC(2026, 10, 20, 10))).toBe(wait);
});
