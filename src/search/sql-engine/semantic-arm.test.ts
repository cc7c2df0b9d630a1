import { expect, test } from 'vitest';
import { breadth } from './semantic-arm.store.ts';

test('breadth() returns the measured numbers of candidates, and values in between for other sizes', () => {
  expect([20_000, 100_000, 1_000_000].map(breadth)).toEqual([120, 250, 800]);
  expect([50, 5_000_000].map(breadth)).toEqual([120, 1_000]);
  const growing = [30_000, 60_000, 150_000, 400_000, 900_000].map(breadth);
  expect(growing).toEqual(growing.toSorted((one, other) => one - other));
  expect(breadth(100_001)).toBe(250);
});
