import { expect, test } from 'vitest';
import { ToldSeldom } from './told-seldom.ts';

test('reports at most once a minute, with the number of suppressed errors', () => {
  const told: unknown[] = [];
  let now = 0;
  const trouble = new ToldSeldom(
    (error, untold) => told.push([error, untold]),
    () => now,
  );
  for (const error of ['first', 'second', 'third']) trouble.note(error);
  expect(told).toEqual([['first', 0]]);
  now = 60_000;
  for (const error of ['fourth', 'fifth']) trouble.note(error);
  expect(told).toEqual([
    ['first', 0],
    ['fourth', 2],
  ]);
});
