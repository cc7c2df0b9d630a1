import { expect, test } from 'vitest';
import { Tally } from './tally.ts';

const tallyOf = (max: number) =>
  new Tally<{ readonly name: string; readonly times: number }>(
    ({ name }) => name,
    (one, other) => ({ ...one, times: one.times + other.times }),
    max,
  );

test('merges items with the same key, and is empty after all were taken', () => {
  const tally = tallyOf(10);
  for (const name of ['a', 'b', 'a', 'c', 'a']) tally.add({ name, times: 1 });
  tally.add({ name: 'b', times: 4 });
  expect(tally.take(2)).toEqual([
    [
      { name: 'a', times: 3 },
      { name: 'b', times: 5 },
    ],
    [{ name: 'c', times: 1 }],
  ]);
  expect(tally.isEmpty).toBe(true);
  expect(tally.take(2)).toEqual([]);
});

test('merges known keys but drops new ones once it is full', () => {
  const tally = tallyOf(2);
  for (const name of ['a', 'b', 'c', 'a']) tally.add({ name, times: 1 });
  expect(tally.take(10)).toEqual([
    [
      { name: 'a', times: 2 },
      { name: 'b', times: 1 },
    ],
  ]);
});
