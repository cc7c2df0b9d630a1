import { byScore } from './ranking/order.ts';
import type { ScorePart } from './ranking/turn.ts';
import { type Hit, type Ranking, withoutRepeats } from './search.ts';

/** A little less than what is asked: of equal places that goes first. Source: ADR 55. */
const weightOfAll = 0.9;

/**
 * What the questions of a message find and what all of it finds, by turns: the sum of 1 / place in the first and .9 / place in the second.
 * Scores of two questions do not compare, places do. Source: reciprocal rank fusion (Cormack et al., 2009) with k = 0, since the best of either
 * shall be among the first; ADR 55.
 */
export function takingTurns(ofAsked: Ranking, ofAll: Ranking): Ranking {
  const parts = new Map<string, { readonly hit: Hit; readonly parts: readonly ScorePart[] }>();
  const add = (name: string, weight: number, hits: readonly Hit[]) => {
    for (const [index, hit] of hits.entries()) {
      const place = index + 1;
      const known = parts.get(hit.id);
      const part = { name, value: place, contribution: weight / place };
      parts.set(hit.id, { hit: known?.hit ?? hit, parts: [...(known?.parts ?? []), part] });
    }
  };
  add('asked', 1, ofAsked.hits);
  add('all', weightOfAll, ofAll.hits);
  const ends = [ofAsked.nextEnds, ofAll.nextEnds].filter((end) => end !== null);
  return {
    hits: withoutRepeats(Array.from(parts.values(), fused).sort(byScore)),
    failedArms: [...new Set([...ofAsked.failedArms, ...ofAll.failedArms])],
    nextEnds: ends.length === 0 ? null : Math.min(...ends),
  };
}

/** With what the arms made of it for the questions, if they found it. */
function fused({ hit, parts }: { readonly hit: Hit; readonly parts: readonly ScorePart[] }): Hit {
  const { id, lexical, semantic, graph, content, speaker, validTo, names } = hit;
  const score = parts.reduce((sum, { contribution }) => sum + contribution, 0);
  const explain = () => parts.toSorted((one, other) => other.contribution - one.contribution);
  return { id, score, lexical, semantic, graph, content, speaker, validTo, names, explain };
}
