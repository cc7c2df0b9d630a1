import { inverseFrequency, okapi } from '../okapi.ts';

/** How many memories there are, of how many terms, and how many have each stem of the question, in the order of the stems. */
export interface TermCounts {
  readonly memories: number;
  readonly meanTerms: number;
  readonly frequencies: readonly number[];
}

interface Counted {
  readonly stems: readonly string[];
  readonly counts: TermCounts;
}

/** Most candidates by words in a scope of less than 100,000 memories, and in a larger one. Source: retrieval recipe, stage 1, point 1. */
export const budgets = { smaller: 3_000, larger: 5_000, from: 100_000 };

/**
 * Fewer candidates than these may leave an arm of a hundred short, once a filter is through with them. With 1,000 a question whose
 * rarest stem has 800 of a million memories had 20,000 with the next one scored: p95 176 ms on average instead of 147.
 */
export const enough = 300;

/** Of a single stem that more memories have, no more are scored. Source: retrieval recipe, stage 1, point 1. */
export const mostScored = 40_000;

/** More alternatives than these are no longer quicker than their stems one by one. */
const mostAlternatives = 64;

/** More stems than these have too many combinations to look through, some thousand. */
const mostCombined = 12;

/** Scores are rounded to 32 bits. */
const rounding = 1e-6;

/**
 * What memories with none of the stems sought have to have to stand before the last of the arm's best: one of these groups
 * of stems, all of it. Empty: there can be none. `lastScore` is null where the arm found fewer than it may.
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

/** Whether stems of this weight in all, in a memory of so many terms, reach the bar. */
type Reaches = (weight: number, terms: number) => boolean;

/** The smallest groups that reach the bar. The heaviest come first, so that a group that reaches it needs no more of them. */
function* sufficient(
  stems: readonly Weighed[],
  reaches: Reaches,
  group: readonly string[] = [],
  sum = 0,
): Generator<string[]> {
  for (const [index, { stem, weight }] of stems.entries()) {
    const larger = [...group, stem];
    // A memory with these stems has as many terms at least, and the fewer the better.
    if (reaches(sum + weight, larger.length)) yield larger;
    else yield* sufficient(stems.slice(index + 1), reaches, larger, sum + weight);
  }
}

/** Each stem but the lightest, which do not reach the bar together. */
function singly(stems: readonly Weighed[], reaches: Reaches): string[][] {
  let rest = stems.reduce((sum, { weight }) => sum + weight, 0);
  const needed = stems.filter(({ weight }) => {
    const counts = reaches(rest, 1);
    rest -= weight;
    return counts;
  });
  return needed.map(({ stem }) => [stem]);
}
