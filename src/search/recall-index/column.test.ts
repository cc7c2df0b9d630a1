import { expect, test } from 'vitest';
import { NaturalColumn } from './column.ts';

test('keeps its values when it widens or grows', () => {
  const numbers = new NaturalColumn();
  const expected = [0, 1, 2 ** 16 - 1, 2 ** 16 - 2];
  numbers.grow(expected.length);
  for (const [at, number] of expected.entries()) numbers.set(at, number);
  const narrow = numbers.bytes;
  expect([...numbers.values.subarray(0, 4)]).toEqual(expected);
  numbers.set(1, 2 ** 16);
  expect([...numbers.values.subarray(0, 4)]).toEqual([0, 2 ** 16, 2 ** 16 - 1, 2 ** 16 - 2]);
  expect(numbers.bytes).toBe(2 * narrow);
  numbers.grow(1_000);
  numbers.set(999, 2 ** 32 - 1);
  expect([numbers.values[1], numbers.values[999]]).toEqual([2 ** 16, 2 ** 32 - 1]);
});
