import { expect, test } from 'vitest';
import { distribution } from './distribution.ts';

test('returns measured values as percentiles, whatever the input order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(distribution(hundred)).toEqual({ least: 1, p50: 50, p95: 95, p99: 99, most: 100 });
  expect(distribution([7])).toEqual({ least: 7, p50: 7, p95: 7, p99: 7, most: 7 });
});
