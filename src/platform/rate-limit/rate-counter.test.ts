import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryRateCounter } from './rate-counter.ts';

const hourMs = 3_600_000;
const start = Date.parse('2026-11-20T12:00:00Z');
beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a clock that is set back by an hour makes no window longer than a minute', async () => {
  const counter = new MemoryRateCounter();
  await counter.add('ann', 5);
  vi.setSystemTime(start - hourMs);
  expect(await counter.add('ann', 1)).toEqual({ points: 6, resetMs: 60_000 });
  expect(await counter.read('ann')).toMatchObject({ points: 6 });
  // Timers go by a clock that nobody sets.
  vi.advanceTimersByTime(61_000);
  expect(await counter.read('ann')).toEqual({ points: 0, resetMs: 60_000 });
});

test('a clock that goes forward by an hour begins a new window', async () => {
  const counter = new MemoryRateCounter();
  await counter.add('ann', 5);
  vi.setSystemTime(start + hourMs);
  expect(await counter.add('ann', 1)).toMatchObject({ points: 1 });
});
