import { describe, expect, test } from 'vitest';
import { inverseFrequency, okapi } from '../okapi.ts';
import { overlooked } from './rarest-stems.ts';

const request = (frequencies: readonly number[]) => ({
  stems: frequencies.map((_, index) => `s${index}`),
  counts: { memories: 20_000, meanTerms: 12, frequencies },
});

describe('overlooked', () => {
  const asked = request([200, 1_200, 5_000, 8_000, 9_000, 12_000]);
  const { memories, meanTerms, frequencies } = asked.counts;
  const weights = frequencies.map((having) => inverseFrequency(memories, having));
  const sought = ['s0', 's1'];

  test('is empty if all stems were searched for', () => {
    expect(overlooked(null, asked, asked.stems)).toEqual([]);
  });

  test('is each other stem if too few memories were found', () => {
    expect(overlooked(null, asked, sought)).toEqual([['s2'], ['s3'], ['s4'], ['s5']]);
  });

  /** Every possible memory of one or more of the stems that were not searched for. */
  const others = Array.from({ length: 15 }, (_, n) =>
    asked.stems.filter((_stem, index) => index >= 2 && ((n + 1) & (1 << (index - 2))) > 0),
  );

  test.each([0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 9])('covers exactly the memories that could score %f or more', (last) => {
    const groups = overlooked(last, asked, sought);
    for (const has of others) {
      const weight = has.reduce((sum, stem) => sum + (weights[asked.stems.indexOf(stem)] ?? 0), 0);
      const found = groups.some((group) => group.every((stem) => has.includes(stem)));
      expect(found, has.join()).toBe(okapi(weight, has.length, meanTerms) >= last);
    }
    for (const group of groups) {
      expect(groups.filter((other) => other.every((stem) => group.includes(stem)))).toEqual([group]);
    }
  });

  test('goes stem by stem for a question with very many, and skips those that weigh too little together', () => {
    const long = request([100, 200, ...Array.from({ length: 300 }, (_, n) => 15_000 + n)]);
    const groups = overlooked(12, long, ['s0', 's1']);
    expect(groups.every((group) => group.length === 1)).toBe(true);
    const rest = long.stems.slice(2 + groups.length);
    const weight = (count: number) =>
      long.counts.frequencies.slice(-count).reduce((sum, df) => sum + inverseFrequency(memories, df), 0);
    expect(okapi(weight(rest.length), 1, meanTerms)).toBeLessThan(12);
    expect(okapi(weight(rest.length + 1), 1, meanTerms)).toBeGreaterThanOrEqual(12);
  });
});
