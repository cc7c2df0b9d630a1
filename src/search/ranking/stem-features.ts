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

/** The different stems of speaker and text. Features ask for them turn by turn: the last turn's are kept. */
export function ownStems(): (turn: Turn) => readonly number[] {
  let last: Turn | null = null;
  let stems: readonly number[] = [];
  return (turn) => {
    if (turn !== last) stems = distinct(turn.stems.subarray(turn.dateStems));
    last = turn;
    return stems;
  };
}

/** Up to so many stems, to look at all before each costs less than a set. */
const mostLooks = 40;

function distinct(stems: Uint32Array): number[] {
  if (stems.length > mostLooks) return [...new Set(stems)];
  const found: number[] = [];
  for (const stem of stems) if (!found.includes(stem)) found.push(stem);
  return found;
}

/** Share of the wanted stems that are there. */
export function sharePresent(stems: readonly number[], wanted: ReadonlySet<number>): number {
  if (wanted.size === 0) return 0;
  let present = 0;
  for (const stem of wanted) if (stems.includes(stem)) present++;
  return present / wanted.size;
}

/** Logarithm of how many stems there are. */
export const textLength = ({ length }: readonly number[]): number => Math.log1p(Math.min(length, mostTerms));

/** Mean idf of stems, as a share of what a stem of a single memory would have. */
export function meanRarity(scope: Scope): (stems: readonly number[]) => number {
  const largest = idf(scope.memories, 1);
  const known = new Map<number, number>();
  const rarity = (stem: number): number => {
    const value = known.get(stem) ?? idf(scope.memories, scope.memoriesWithWord(stem));
    known.set(stem, value);
    return value;
  };
  return (stems) => {
    if (stems.length === 0 || largest <= 0) return 0;
    let sum = 0;
    for (const stem of stems) sum += rarity(stem);
    return sum / stems.length / largest;
  };
}
