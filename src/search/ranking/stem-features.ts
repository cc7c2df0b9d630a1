import { idf } from './idf.ts';
import type { Question } from './question.ts';
import type { Scope, Turn } from './turn.ts';

/** More pairs than this tell no more, nor do more terms. Source: retrieval recipe, stage 2: bi, Dlen. */
const mostPairs = 2;
const mostTerms = 60;

/** How many different pairs of the question follow one another in the text, too. */
export function sharedPairs({ stems, dateStems }: Turn, { pairs }: Question): number {
  if (pairs.size === 0) return 0;
  const found = new Map<number, Set<number>>();
  let count = 0;
  for (let i = dateStems + 1; i < stems.length && count < mostPairs; i++) {
    const [first, second] = [stems[i - 1] ?? -1, stems[i] ?? -1];
    if (!pairs.get(first)?.has(second) || found.get(first)?.has(second)) continue;
    found.set(first, (found.get(first) ?? new Set()).add(second));
    count++;
  }
  return count;
}

/** Whether the question's rarest stem is in the memory, be it in its date. */
export const hasRarest = ({ stems }: Turn, { rarest }: Question): number =>
  rarest !== null && stems.includes(rarest) ? 1 : 0;

/** Share of the wanted stems that the speaker or the text has. */
export function sharePresent({ stems, dateStems }: Turn, wanted: ReadonlySet<number>): number {
  if (wanted.size === 0) return 0;
  const own = new Set(stems.subarray(dateStems));
  return [...wanted].filter((stem) => own.has(stem)).length / wanted.size;
}

/** Logarithm of how many different stems speaker and text have. */
export const textLength = (turn: Turn): number => Math.log1p(Math.min(distinctStems(turn).size, mostTerms));

/** Mean idf of the different stems of speaker and text, as a share of what a stem of a single memory would have. */
export function meanRarity(scope: Scope): (turn: Turn) => number {
  const largest = idf(scope.memories, 1);
  const known = new Map<number, number>();
  const rarity = (stem: number): number => {
    const value = known.get(stem) ?? idf(scope.memories, scope.memoriesWithWord(stem));
    known.set(stem, value);
    return value;
  };
  return (turn) => {
    const stems = distinctStems(turn);
    if (stems.size === 0 || largest <= 0) return 0;
    let sum = 0;
    for (const stem of stems) sum += rarity(stem);
    return sum / stems.size / largest;
  };
}

const distinctStems = ({ stems, dateStems }: Turn): Set<number> => new Set(stems.subarray(dateStems));
