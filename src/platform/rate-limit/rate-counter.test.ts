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

function counterOfTen() {
  const counter = new MemoryRateCounter();
  return { counter, take: (points: number) => counter.take({ key: 'ann', points, most: 10 }) };
}

test('counts points within a minute from the first one, and no points of a refused request', async () => {
  const { counter, take } = counterOfTen();
  expect(await take(11)).toEqual({ taken: false, points: 0, resetMs: 60_000 });
  expect(await take(6)).toEqual({ taken: true, points: 6, resetMs: 60_000 });
  vi.advanceTimersByTime(50_000);
  expect(await Promise.all([5, 4, 1].map(take))).toEqual([
    { taken: false, points: 6, resetMs: 10_000 },
    { taken: true, points: 10, resetMs: 10_000 },
    { taken: false, points: 10, resetMs: 10_000 },
  ]);
  vi.advanceTimersByTime(10_000);
  expect(await counter.read('ann')).toEqual({ points: 0, resetMs: 60_000 });
  expect(await take(5)).toEqual({ taken: true, points: 5, resetMs: 60_000 });
});

test('a clock set back by an hour does not extend the window', async () => {
  const { counter, take } = counterOfTen();
  await take(5);
  vi.setSystemTime(start - hourMs);
  expect(await take(1)).toEqual({ taken: true, points: 6, resetMs: 60_000 });
  expect(await counter.read('ann')).toMatchObject({ points: 6 });
  // Timers use a monotonic clock.
  vi.advanceTimersByTime(61_000);
  expect(await counter.read('ann')).toEqual({ points: 0, resetMs: 60_000 });
});

test('a clock set forward by an hour begins a new window', async () => {
  const { take } = counterOfTen();
  await take(5);
  vi.setSystemTime(start + hourMs);
  expect(await take(1)).toMatchObject({ points: 1 });
});

test('goOn() adopts a higher count from elsewhere until the end of its window', async () => {
  const { counter, take } = counterOfTen();
  await take(5);
  void counter.goOn('ann', { points: 4, resetMs: 30_000 });
  void counter.goOn('ann', { points: 9, resetMs: 0 });
  expect(await counter.read('ann')).toEqual({ points: 5, resetMs: 60_000 });
  void counter.goOn('ann', { points: 9, resetMs: 30_000 });
  expect(await counter.read('ann')).toEqual({ points: 9, resetMs: 30_000 });
  vi.advanceTimersByTime(30_000);
  expect(await counter.read('ann')).toMatchObject({ points: 0 });
});
