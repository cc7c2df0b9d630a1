import { inverseFrequency, okapi } from '../okapi.ts';

/** Number of memories, their mean number of terms, and the number of memories with each of the question's stems, in the stems' order. */
export interface TermCounts {
  readonly memories: number;
  readonly meanTerms: number;
  readonly frequencies: readonly number[];
}

interface Counted {
  readonly stems: readonly string[];
  readonly counts: TermCounts;
}

/** Most lexical candidates in a scope of less than 100,000 memories, and in a larger one. Source: retrieval recipe, stage 1, point 1. */
export const budgets = { smaller: 3_000, larger: 5_000, from: 100_000 };

/**
 * With fewer candidates, a filter may leave less than the hundred of an arm. Not more: with 1,000, a question whose rarest stem is in
 * 800 of a million memories added the next stem and scored 20,000: p95 176 ms on average instead of 147.
 */
export const enough = 300;

/** Most memories that are scored of a single stem. Source: retrieval recipe, stage 1, point 1. */
export const mostScored = 40_000;

/** With more alternatives than these, single stems are as fast. */
const mostAlternatives = 64;

/** With more stems than these there are too many combinations to try, some thousands. */
const mostCombined = 12;

/** Tolerance, because scores are rounded to 32 bits. */
const rounding = 1e-6;

/**
 * Returns groups of stems such that a memory with none of the stems in `sought` can score as high as the arm's last hit only if it has
 * all stems of one group. Empty if there can be no such memory. `lastScore` is null if the arm found less than its limit.
 */
export function overlooked(
  lastScore: number | null,
  { stems, counts }: Counted,
  sought: readonly string[],
): string[][] {
  const skipped = stems
    .map((stem, index) => ({ stem, weight: inverseFrequency(counts.memories, counts.frequencies[index] ?? 0) }))
    .filter(({ stem }) => !sought.includes(stem))
    .sort((one, other) => other.weight - one.weight);
  const bar = (lastScore ?? 0) * (1 - rounding);
  const reaches = (weight: number, terms: number) => okapi(weight, terms, counts.meanTerms) >= bar;
  if (skipped.length > mostCombined) return singly(skipped, reaches);
  const groups = [...sufficient(skipped, reaches).take(mostAlternatives + 1)];
  return groups.length > mostAlternatives ? singly(skipped, reaches) : groups;
}

interface Weighed {
  readonly stem: string;
  readonly weight: number;
}

/** Whether a memory with this number of terms, and stems of this total weight, reaches the bar. */
type Reaches = (weight: number, terms: number) => boolean;

/** Yields the smallest groups that reach the bar, heaviest stems first: a group that reaches it is not extended. */
function* sufficient(
  stems: readonly Weighed[],
  reaches: Reaches,
  group: readonly string[] = [],
  sum = 0,
): Generator<string[]> {
  for (const [index, { stem, weight }] of stems.entries()) {
    const larger = [...group, stem];
    // A memory with these stems has at least as many terms; fewer terms score higher.
    if (reaches(sum + weight, larger.length)) yield larger;
    else yield* sufficient(stems.slice(index + 1), reaches, larger, sum + weight);
  }
}

/** Each stem by itself, without the lightest ones that do not reach the bar even together. */
function singly(stems: readonly Weighed[], reaches: Reaches): string[][] {
  let rest = stems.reduce((sum, { weight }) => sum + weight, 0);
  const needed = stems.filter(({ weight }) => {
    const counts = reaches(rest, 1);
    rest -= weight;
    return counts;
  });
  return needed.map(({ stem }) => [stem]);
}
