import { armLimit } from './ranking/stage-one.ts';
import type { Hit } from './search.ts';

/** Most places of an arm that repeats of other hits may take: a fifth. Source: docs/adr/0060. */
const mostRepeats = armLimit / 5;

/** If repeats may have crowded others out of an arm, returns the id of the best hit of each repeated content. `firsts`: the hits without repeats. */
export function crowdsIn(hits: readonly Hit[], firsts: readonly Hit[]): string[] {
  if (hits.length - firsts.length <= mostRepeats) return [];
  const kept = new Set(firsts);
  const repeats = hits.filter((hit) => !kept.has(hit));
  const isCrowded = (arm: 'lexical' | 'semantic') =>
    repeats.filter((hit) => hit[arm]).length > mostRepeats && hits.some((hit) => hit[arm]?.rank === armLimit);
  if (!isCrowded('lexical') && !isCrowded('semantic')) return [];
  const keyOf = ({ content, speaker }: Hit) => JSON.stringify([content, speaker]);
  const repeated = new Set(repeats.map(keyOf));
  return firsts.filter((hit) => repeated.has(keyOf(hit))).map(({ id }) => id);
}
