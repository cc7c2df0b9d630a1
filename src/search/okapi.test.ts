import { expect, test } from 'vitest';
import { longFrom, okapi } from './okapi.ts';

const meanTerms = 12;

test('of a length beyond four times the mean, only the square root counts', () => {
  const counted = (terms: number) => (1.9 / okapi(1, terms, meanTerms) - 1 - 0.9 * 0.4) / (0.9 * 0.6);
  for (const times of [0.5, 1, longFrom]) expect(counted(times * meanTerms)).toBeCloseTo(times, 5);
  expect(counted(longFrom * 4 * meanTerms)).toBeCloseTo(longFrom * 2, 5);
  expect(counted(longFrom * 9 * meanTerms)).toBeCloseTo(longFrom * 3, 5);
});

test('the usual lengths score as if there was no such limit, and longer ones always less', () => {
  for (let terms = 0; terms <= longFrom * meanTerms; terms += 1)
    expect(okapi(3, terms, meanTerms)).toBe(Math.fround((3 * 1.9) / (1 + 0.9 * (1 - 0.6 + (0.6 * terms) / meanTerms))));
  for (let terms = 1; terms < 2_000; terms += 1)
    expect(okapi(3, terms, meanTerms)).toBeLessThan(okapi(3, terms - 1, meanTerms));
});
