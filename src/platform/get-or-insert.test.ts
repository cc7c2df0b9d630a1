import { expect, test } from 'vitest';
import { getOrInsert } from './get-or-insert.ts';

test('makes the value of a key once, also one that is false, null or 0', () => {
  const made = [false, null, 0, 'text'].map((value) => {
    const map = new Map<string, unknown>();
    let calls = 0;
    const make = () => {
      calls += 1;
      return value;
    };
    return [getOrInsert(map, 'key', make), getOrInsert(map, 'key', make), calls];
  });
  expect(made).toEqual([false, null, 0, 'text'].map((value) => [value, value, 1]));
});
