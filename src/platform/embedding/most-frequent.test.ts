import { expect, test } from 'vitest';
import { MostFrequent } from './most-frequent.ts';

/** Notes a number repeatedly; returns the places that it was assigned. */
const note = (often: MostFrequent, number: number, times: number): number[] =>
  Array.from({ length: times }, () => often.note(number)).filter((place) => place >= 0);

test('a frequent number gets one place, and a rare one none', () => {
  const often = new MostFrequent(100, 2);
  expect(note(often, 5, 50)).toEqual([0]);
  expect(note(often, 6, 7)).toEqual([]);
  expect(note(often, 6, 1)).toEqual([1]);
  expect([often.placeOf(5), often.placeOf(6), often.placeOf(7)]).toEqual([0, 1, -1]);
});

test('a number more than twice as frequent as the least frequent one takes its place', () => {
  const often = new MostFrequent(100, 2);
  note(often, 5, 50);
  note(often, 6, 20);
  expect(note(often, 7, 40)).toEqual([]);
  expect(note(often, 7, 1)).toEqual([1]);
  expect([often.placeOf(5), often.placeOf(6), often.placeOf(7)]).toEqual([0, -1, 1]);
});

test('a number that was frequent long ago is replaced', () => {
  const often = new MostFrequent(100, 1);
  note(often, 5, 20_000);
  note(often, 6, 50_000);
  expect(often.placeOf(6)).toBe(0);
});

test('a number out of bounds gets no place', () => {
  const often = new MostFrequent(10, 2);
  expect(note(often, 10, 50)).toEqual([]);
  expect(often.placeOf(10)).toBe(-1);
});
