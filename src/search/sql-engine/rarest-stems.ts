import { inverseFrequency, okapi } from '../okapi.ts';

/** How many memories there are, of how many terms, and how many have each stem of the question, in the order of the stems. */
export interface TermCounts {
  readonly memories: number;
  readonly meanTerms: number;
  readonly frequencies: readonly number[];
}

interface Sought {
  readonly stems: readonly string[];
  /** Null in a small scope, where all are sought. */
  readonly counts: TermCounts | null;
}

/** Most candidates by words in a scope of less than 100,000 memories, and in a larger one. Source: retrieval recipe, stage 1, point 1. */
const budgets = { smaller: 3_000, larger: 5_000, from: 100_000 };

/** The stems to find candidates by: the rarest first, until they bring more candidates than the budget; at least one. */
export function rarestStems({ stems, counts }: Sought): string[] {
  if (!counts) return [...stems];
  const budget = counts.memories < budgets.from ? budgets.smaller : budgets.larger;
  const byRarity = stems
    .map((stem, index) => ({ stem, memories: counts.frequencies[index] ?? 0 }))
    .sort((one, other) => one.memories - other.memories);
  let candidates = 0;
  return byRarity
    .filter(({ memories }, index) => {
      const within = index === 0 || candidates < budget;
      candidates += memories;
      return within;
    })
    .map(({ stem }) => stem);
}

/**
 * Whether a memory with none of the stems sought, but with all others, could stand before the last of the arm's best.
 * `lastScore` is null where the arm found fewer than it may.
 */
export function missesSome(lastScore: number | null, { stems, counts }: Sought, sought: readonly string[]): boolean {
  if (!counts || sought.length === stems.length) return false;
  const skipped = stems.reduce(
    (sum, stem, index) =>
      sought.includes(stem) ? sum : sum + inverseFrequency(counts.memories, counts.frequencies[index] ?? 0),
    0,
  );
  // A memory of one term gets the highest factor.
  return lastScore === null || lastScore < okapi(skipped, 1, counts.meanTerms);
}
