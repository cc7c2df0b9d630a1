import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Repeated } from './repeated.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('runs when due but never concurrently, and disposal waits for the running work', async () => {
  let begun = 0;
  let ended = 0;
  let finish = () => {};
  const repeated = new Repeated(10, async () => {
    begun += 1;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    ended += 1;
  });
  repeated.start();
  repeated.start();
  await vi.advanceTimersByTimeAsync(35);
  expect({ begun, ended }).toEqual({ begun: 1, ended: 0 });
  finish();
  await vi.advanceTimersByTimeAsync(10);
  expect({ begun, ended }).toEqual({ begun: 2, ended: 1 });
  const disposed = repeated[Symbol.asyncDispose]().then(() => ended);
  finish();
  expect(await disposed).toBe(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toBe(2);
});
