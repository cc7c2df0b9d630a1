import { expect, onTestFinished, test, vi } from 'vitest';
import { ToldSeldom } from './told-seldom.ts';

test('reports at most once a minute, with the number of suppressed errors', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const told: unknown[] = [];
  const trouble = new ToldSeldom((error, untold) => told.push([error, untold]));
  for (const error of ['first', 'second', 'third']) trouble.note(error);
  expect(told).toEqual([['first', 0]]);
  vi.advanceTimersByTime(60_000);
  for (const error of ['fourth', 'fifth']) trouble.note(error);
  expect(told).toEqual([
    ['first', 0],
    ['fourth', 2],
  ]);
});
