import type { Scope } from './engine-port.ts';
import type { Evidence } from './evidence.ts';
import { idf } from './idf.ts';
import { comparingScores } from './order.ts';
import { type Profile, profileOf } from './profile.ts';

/** What `news` of 1 adds to a score, of usually 2 between people and 4 elsewhere. Source: docs/adr/0078. */
const weights = { people23: 0.5, joint32: 1 } as const satisfies Record<Profile, number>;

export const newsWeightOf = ({ participants }: Scope): number => weights[profileOf(participants)];

/** The parts of function words are words in other languages than English, and in many memories: squared, their idf counts little. Source: docs/adr/0081. */
const powerOfIdf = ({ english }: Scope): number => (english ? 1 : 2);

/**
 * For each member that came later than the best one, from 0 to 1, how much of what that one says it says, too, by its words: "Is the tractor
 * out of order?" finds "The Fiat is leaking", and the Fiat leads to "Fiat back in service". The root of the share, as one rare word is much.
 */
export function news(scores: Float64Array, evidence: Evidence): Float64Array {
  const { members, days } = evidence.turns;
  const values = new Float64Array(members);
  const best = bestOf(scores, evidence);
  const shareOf = sharedWith(best, evidence);
  for (let member = 0; member < members; member++)
    if ((days[member] ?? 0) > (days[best] ?? 0)) values[member] = Math.sqrt(shareOf(member));
  return values;
}

function bestOf(scores: Float64Array, { turns }: Evidence): number {
  const compare = comparingScores(scores, (member) => turns.id(member));
  let best = 0;
  for (let member = 1; member < scores.length; member++) if (compare(member, best) < 0) best = member;
  return best;
}

/** Returns what share of the words of the member `one` another one has, each weighted by its idf (see `powerOfIdf`); names of speakers and dates do not count. */
function sharedWith(
  one: number,
  { turns: { stems, dateStems }, asked: { scope } }: Evidence,
): (other: number) => number {
  const firstOf = (member: number): number => (stems.starts[member] ?? 0) + (dateStems[member] ?? 0);
  const own = new Set(stems.numbers.subarray(firstOf(one), stems.ends[one])).difference(scope.nameStems);
  const power = powerOfIdf(scope);
  const weights = new Map([...own].map((stem) => [stem, idf(scope.memories, scope.memoriesWithWord(stem)) ** power]));
  const whole = weights.values().reduce((sum, weight) => sum + weight, 0);
  const countedFor = new Map<number, number>();
  return (other) => {
    let sum = 0;
    for (let at = firstOf(other); at < (stems.ends[other] ?? 0); at++) {
      const stem = stems.numbers[at] ?? 0;
      const weight = weights.get(stem);
      if (weight === undefined || countedFor.get(stem) === other) continue;
      countedFor.set(stem, other);
      sum += weight;
    }
    return whole === 0 ? 0 : sum / whole;
  };
}
