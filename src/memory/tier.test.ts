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

test('what nobody asks for is ACTIVE for a week, and STABLE from then on', () => {
  expect(course(stored, [0, 6.99, 7, 400])).toEqual(['ACTIVE', 'ACTIVE', 'STABLE', 'STABLE']);
});

test('what was learnt in a conversation is of its thread until nobody has spoken there for two weeks', () => {
  const learnt = { ...stored, conversationActiveAt: day(20) };
  expect(course(learnt, [1, 8, 33.99, 34])).toEqual(['ACTIVE', 'THREAD', 'THREAD', 'STABLE']);
});

test('one recall makes a thread of its topic, however fresh it is', () => {
  const recalled = { ...stored, resonance: 1, lastAccessedAt: day(100) };
  expect(course(recalled, [100, 113.99, 114])).toEqual(['THREAD', 'THREAD', 'STABLE']);
});

test('a topic ends two weeks after it was asked for, though it was shown since', () => {
  const shown = { ...stored, resonance: 2 ** -(10 / 30), lastAccessedAt: day(110) };
  expect(course(shown, [110, 113.99, 114.01])).toEqual(['THREAD', 'THREAD', 'STABLE']);
  expect(course({ ...stored, resonance: 0, lastAccessedAt: day(110) }, [110])).toEqual(['STABLE']);
});

test('two recalls within a half-life make ACTIVE until they have faded', () => {
  const recalled = { ...stored, resonance: 1 + 2 ** -(29 / 30), lastAccessedAt: day(129) };
  expect(course(recalled, [129, 131, 142.99, 143])).toEqual(['ACTIVE', 'THREAD', 'THREAD', 'STABLE']);
  const apart = { ...stored, resonance: 1 + 2 ** -(31 / 30), lastAccessedAt: day(131) };
  expect(course(apart, [131])).toEqual(['THREAD']);
});

test('what is recalled often stays ACTIVE for longer, the longer the half-life', () => {
  const often = { ...stored, resonance: 6, lastAccessedAt: day(100) };
  expect(course(often, [159, 161])).toEqual(['ACTIVE', 'STABLE']);
  expect(tierOf({ ...often, halfLifeDays: 60 }, day(219))).toBe('ACTIVE');
});
