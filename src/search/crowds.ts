import { armLimit } from './ranking/stage-one.ts';
import type { Hit } from './search.ts';

/** So many of an arm's places may be taken by what other hits say in the same words: a fifth. Source: docs/adr/0060. */
const mostRepeats = armLimit / 5;

/** Where an arm may have missed others for what is said again and again: the ids of all that is, the best of each. `firsts`: the hits without their repeats. */
export function crowdsIn(hits: readonly Hit[], firsts: readonly Hit[]): string[] {
  if (hits.length - firsts.length <= mostRepeats) return [];
  const others = new Set(firsts);
  const repeats = hits.filter((hit) => !others.has(hit));
  const isCrowded = (arm: 'lexical' | 'semantic') =>
    repeats.filter((hit) => hit[arm]).length > mostRepeats && hits.some((hit) => hit[arm]?.rank === armLimit);
  if (!isCrowded('lexical') && !isCrowded('semantic')) return [];
  const keyOf = ({ content, speaker }: Hit) => JSON.stringify([content, speaker]);
  const repeated = new Set(repeats.map(keyOf));
  return firsts.filter((hit) => repeated.has(keyOf(hit))).map(({ id }) => id);
}
