import { expect, test } from 'vitest';
import { dayMs } from './resonance.ts';
import { type Life, tierOf } from './tier.ts';

const start = new Date('2026-01-01T00:00:00Z');
const day = (days: number) => new Date(start.getTime() + days * dayMs);
const stored: Life = {
  createdAt: start,
  resonance: 0,
  lastAccessedAt: null,
  halfLifeDays: 30,
  conversationActiveAt: null,
};

/** The tier on each of these days. */
const course = (life: Life, days: readonly number[]) => days.map((one) => tierOf(life, day(one)));

test('a memory that is never recalled is ACTIVE for a week and STABLE afterwards', () => {
  expect(course(stored, [0, 6.99, 7, 400])).toEqual(['ACTIVE', 'ACTIVE', 'STABLE', 'STABLE']);
});

test('after its first week, a memory from a conversation is THREAD until two weeks after the last message there', () => {
  const learnt = { ...stored, conversationActiveAt: day(20) };
  expect(course(learnt, [1, 8, 33.99, 34])).toEqual(['ACTIVE', 'THREAD', 'THREAD', 'STABLE']);
});

test('one recall makes a memory THREAD for two weeks, but not ACTIVE', () => {
  const recalled = { ...stored, resonance: 1, lastAccessedAt: day(100) };
  expect(course(recalled, [100, 113.99, 114])).toEqual(['THREAD', 'THREAD', 'STABLE']);
});

test('THREAD ends two weeks after the last recall, even if the memory was shown since', () => {
  const shown = { ...stored, resonance: 2 ** -(10 / 30), lastAccessedAt: day(110) };
  expect(course(shown, [110, 113.99, 114.01])).toEqual(['THREAD', 'THREAD', 'STABLE']);
  expect(course({ ...stored, resonance: 0, lastAccessedAt: day(110) }, [110])).toEqual(['STABLE']);
});

test('two recalls within a half-life make a memory ACTIVE until they have faded', () => {
  const recalled = { ...stored, resonance: 1 + 2 ** -(29 / 30), lastAccessedAt: day(129) };
  expect(course(recalled, [129, 131, 142.99, 143])).toEqual(['ACTIVE', 'THREAD', 'THREAD', 'STABLE']);
  const apart = { ...stored, resonance: 1 + 2 ** -(31 / 30), lastAccessedAt: day(131) };
  expect(course(apart, [131])).toEqual(['THREAD']);
});

test('a memory that is recalled often stays ACTIVE longer if its half-life is longer', () => {
  const often = { ...stored, resonance: 6, lastAccessedAt: day(100) };
  expect(course(often, [159, 161])).toEqual(['ACTIVE', 'STABLE']);
  expect(tierOf({ ...often, halfLifeDays: 60 }, day(219))).toBe('ACTIVE');
});
