import { expect, test } from 'vitest';
import { heapGrowth } from './give-back-memory.ts';

const megabyte = 1024 * 1024;

test.each([
  [256, 40],
  [1_024, 40],
  [1_025, 65],
  [64_000, 65],
])('with a limit of %i MB the heap grows by %i percent', (limit, percent) => {
  expect(heapGrowth(limit * megabyte)).toBe(percent);
});
