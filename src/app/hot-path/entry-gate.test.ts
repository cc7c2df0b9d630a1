import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EntryGate } from './entry-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A gate whose event loop is full or not, and the names of the work that has begun. */
function gateAt(few: number) {
  const loop = { isFull: true };
  const gate = new EntryGate({ isFull: () => loop.isFull, few });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const enter = (crowd: string, name: string) =>
    gate.enter(crowd, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { loop, begun, enter, end };
}

test('while the event loop is full only a few entries of each crowd run, in order of arrival', async () => {
  const { begun, enter, end } = gateAt(2);
  for (const n of [1, 2, 3, 4]) enter('many', `many ${n}`);
  enter('one', 'one');
  expect(begun).toEqual(['many 1', 'many 2', 'one']);
  await end('one');
  expect(begun).toHaveLength(3);
  await end('many 2');
  expect(begun.slice(3)).toEqual(['many 3']);
  await end('many 1');
  expect(begun.slice(4)).toEqual(['many 4']);
  await end('many 3');
  await end('many 4');
  for (const n of [5, 6, 7]) enter('many', `many ${n}`);
  expect(begun.slice(5)).toEqual(['many 5', 'many 6']);
});

test('once the event loop is not full, two entries begin for each that ends, then all at once', async () => {
  const { loop, begun, enter, end } = gateAt(1);
  for (const n of [1, 2, 3, 4, 5]) enter('many', `many ${n}`);
  expect(begun).toEqual(['many 1']);
  loop.isFull = false;
  // A newcomer does not overtake those that wait.
  enter('many', 'many 6');
  await end('many 1');
  expect(begun.slice(1)).toEqual(['many 2', 'many 3']);
  await end('many 2');
  expect(begun.slice(3)).toEqual(['many 4', 'many 5']);
  await end('many 3');
  expect(begun.slice(5)).toEqual(['many 6']);
  for (const n of [7, 8, 9]) enter('many', `many ${n}`);
  expect(begun.slice(6)).toEqual(['many 7', 'many 8', 'many 9']);
});

test('waiting entries begin once the event loop is not full, even if the running ones never end', async () => {
  const ended = vi.spyOn(globalThis, 'clearInterval');
  const ticking = vi.spyOn(globalThis, 'setInterval');
  const { loop, begun, enter } = gateAt(1);
  for (const n of [1, 2, 3, 4, 5]) enter('many', `many ${n}`);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(['many 1']);
  loop.isFull = false;
  await vi.advanceTimersByTimeAsync(20);
  expect(begun.slice(1)).toEqual(['many 2', 'many 3']);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun.slice(3)).toEqual(['many 4', 'many 5']);
  await vi.advanceTimersByTimeAsync(20);
  const timers = ticking.mock.results.map(({ value }) => value);
  expect(timers).not.toEqual([]);
  expect(ended.mock.calls.flat()).toEqual(expect.arrayContaining(timers));
});
