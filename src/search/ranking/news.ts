import type { Scope } from './engine-port.ts';
import { type Evidence, firstWord } from './evidence.ts';
import { idf } from './idf.ts';
import { bestPlaces } from './order.ts';
import { type Profile, profileOf } from './profile.ts';
import type { AskedStanding } from './question.ts';

/** What `news` of 1 adds to a score, of usually 2 between people and 4 elsewhere. Source: docs/adr/0078. */
const weights = { people23: 0.5, joint32: 1 } as const satisfies Record<Profile, number>;

export const newsWeightOf = ({ participants }: Scope): number => weights[profileOf(participants)];

/** The parts of function words are words in other languages than English, and in many memories: squared, their idf counts little. Source: docs/adr/0081. */
const powerOfIdf = ({ english }: Scope): number => (english ? 1 : 2);

/**
 * For each member that came later than the best one, from 0 to 1, how much it says of the same. If the question asks whether something holds, by
 * the share of the best one's words: "Is the tractor out of order?" finds "The Fiat is leaking", and the Fiat leads to "Fiat back in service". Else
 * by what that one answers, as far as it stands out: "Who services the boiler?" finds "Hargreaves", which leads to "Hargreaves closed down".
 */
export function news(scores: Float64Array, evidence: Evidence, standing: AskedStanding): Float64Array {
  const { turns, asked } = evidence;
  const { members, days } = turns;
  const values = new Float64Array(members);
  const [best = 0, second = -1] = bestPlaces(scores, (member) => turns.id(member), 2);
  const words = weighedWords(best, evidence);
  const value = standing === 'whether' ? shareOf(words) : rarestAnswer(words, evidence);
  const sureness = standing === 'whether' ? 1 : surenessOf(asked.scope, scores[best], scores[second]);
  const sharedBy = sharedWords(words, evidence);
  for (let member = 0; member < members; member++)
    if ((days[member] ?? 0) > (days[best] ?? 0)) values[member] = sureness * value(sharedBy(member));
  return values;
}

/** How surely the best one answers, from 0 to 1: by how much better than all others it fits, up to what `news` may add. Source: docs/adr/0082. */
const surenessOf = (scope: Scope, best = 0, second = Number.NEGATIVE_INFINITY): number =>
  Math.min(1, (best - second) / newsWeightOf(scope));

/** Stems with their weights. */
type Words = ReadonlyMap<number, number>;

/** Returns the words of a member, each weighted by its idf (see `powerOfIdf`); names of speakers and dates do not count. */
function weighedWords(member: number, evidence: Evidence): Words {
  const { stems } = evidence.turns;
  const { scope } = evidence.asked;
  const own = new Set(stems.numbers.subarray(firstWord(evidence, member), stems.ends[member]));
  const power = powerOfIdf(scope);
  return new Map(
    [...own.difference(scope.nameStems)].map((stem) => [
      stem,
      idf(scope.memories, scope.memoriesWithWord(stem)) ** power,
    ]),
  );
}

/** Returns those of the words that a member has, too, each once. */
const sharedWords =
  (words: Words, evidence: Evidence) =>
  (member: number): ReadonlySet<number> => {
    const { numbers, ends } = evidence.turns.stems;
    const shared = new Set<number>();
    for (let at = firstWord(evidence, member); at < (ends[member] ?? 0); at++) {
      const stem = numbers[at] ?? 0;
      if (words.has(stem)) shared.add(stem);
    }
    return shared;
  };

type ValueOf = (shared: ReadonlySet<number>) => number;

/** The root of the share of the words, as one rare word is much. */
function shareOf(words: Words): ValueOf {
  const sum = (weights: Iterable<number>) => Iterator.from(weights).reduce((whole, weight) => whole + weight, 0);
  const whole = sum(words.values());
  return (shared) => (whole === 0 ? 0 : Math.sqrt(sum(shared.values().map((stem) => words.get(stem) ?? 0)) / whole));
}

/** The rarest word that is none of the question's, as a share of what a word weighs that no other memory has. Source: docs/adr/0082. */
function rarestAnswer(words: Words, { asked: { question, scope } }: Evidence): ValueOf {
  const most = idf(scope.memories, 2);
  return (shared) => {
    let rarest = 0;
    for (const stem of shared) if (!question.stems.has(stem)) rarest = Math.max(rarest, words.get(stem) ?? 0);
    return rarest === 0 ? 0 : Math.min(1, rarest / most);
  };
}
