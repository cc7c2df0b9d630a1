import { expect, test } from 'vitest';
import { dayMs, freshAt, resonanceAt } from './resonance.ts';

const start = new Date('2026-01-01T00:00:00Z');
const day = (days: number) => new Date(start.getTime() + days * dayMs);
const never = { resonance: 0, lastAccessedAt: null };

test('a recall counts 1, half of it after each half-life, and 0 in the end', () => {
  const once = { resonance: 1, lastAccessedAt: start };
  expect(resonanceAt(once, 30, start)).toBe(1);
  expect(resonanceAt(once, 30, day(30))).toBe(0.5);
  expect(resonanceAt(once, 30, day(90))).toBe(0.125);
  expect(resonanceAt(once, 5e-324, day(1))).toBe(0);
  expect(resonanceAt(once, 30, day(-1))).toBe(1);
  expect(resonanceAt(never, 30, start)).toBe(0);
});

test('the freshness of a memory that was never recalled is the time at which it was stored', () => {
  expect(freshAt({ ...never, createdAt: day(3), halfLifeDays: 30 })).toEqual(day(3));
});

test('recalls make a memory fresher', () => {
  const life = { createdAt: start, halfLifeDays: 30, lastAccessedAt: start };
  expect(freshAt({ ...life, resonance: 1 })).toEqual(day(30));
  expect(freshAt({ ...life, resonance: 3 })).toEqual(day(60));
  // Half of being stored is left, plus half of a recall: as fresh as a memory stored at that time.
  expect(freshAt({ ...life, resonance: 0.5, lastAccessedAt: day(30) })).toEqual(day(30));
});

test('freshness orders memories by what is left of their recalls and their storage, at any time', () => {
  const halfLifeDays = 11;
  const lives = Array.from({ length: 40 }, (_, n) => ({
    createdAt: day((n * 7) % 31),
    halfLifeDays,
    resonance: 1 + ((n * 13) % 17) / 4,
    lastAccessedAt: day(31 + ((n * 5) % 23)),
  }));
  const byFreshness = lives.toSorted((a, b) => freshAt(b).getTime() - freshAt(a).getTime());
  for (const at of [day(60), day(61), day(200)]) {
    const presence = (life: (typeof lives)[number]) =>
      resonanceAt(life, halfLifeDays, at) +
      resonanceAt({ resonance: 1, lastAccessedAt: life.createdAt }, halfLifeDays, at);
    expect(lives.toSorted((a, b) => presence(b) - presence(a))).toEqual(byFreshness);
  }
});
