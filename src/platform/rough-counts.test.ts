import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoughCounts } from './rough-counts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const key = (n: number) => `question ${n}`;

test('counts how often a key came, and no other', () => {
  const counts = new RoughCounts(1_000);
  expect([counts.add('a'), counts.add('a'), counts.add('b'), counts.add('a')]).toEqual([1, 2, 1, 3]);
});

test('forgets a key that did not come for two generations', () => {
  const counts = new RoughCounts(1_000);
  counts.add('a');
  vi.advanceTimersByTime(1_500);
  expect(counts.add('a')).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect(counts.add('a')).toBe(2);
  vi.advanceTimersByTime(2_000);
  expect(counts.add('a')).toBe(1);
});

test('counts no further than its room for a count, and never less than before', () => {
  const counts = new RoughCounts(1_000);
  const times = Array.from({ length: 300 }, () => counts.add('a'));
  expect(times[254]).toBe(255);
  expect(times.at(-1)).toBe(256);
});

test('takes few of 10,000 new keys for known, and counts none too rarely', () => {
  const counts = new RoughCounts(1_000);
  const known = Array.from({ length: 10_000 }, (_, n) => counts.add(key(n))).filter((times) => times > 1);
  expect(known.length).toBeLessThan(300);
  const again = Array.from({ length: 10_000 }, (_, n) => counts.add(key(n)));
  expect(Math.min(...again)).toBeGreaterThanOrEqual(2);
});
