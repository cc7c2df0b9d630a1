import type { Evidence } from './evidence.ts';
import { features } from './features.ts';
import { placesByScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import type { RankedTurns, ScorePart } from './turn.ts';

/** Ranks the members of the pool: a score is the weighted sum of all features. */
export function stageTwo(evidence: Evidence, weights: Weights): RankedTurns {
  const { turns } = evidence;
  const { members } = turns;
  const all = features(evidence);
  const scores = new Float64Array(members);
  if (desk.length < members) desk = new Float64Array(members);
  const column = desk.subarray(0, members);
  for (const [name, weight] of weights) {
    column.fill(0);
    all[name](column);
    for (let member = 0; member < members; member++)
      scores[member] = (scores[member] ?? 0) + weight * (column[member] ?? 0);
  }
  const places = placesByScore(scores, (place) => turns.id(place));
  let columns: readonly Float64Array[] | null = null;
  return {
    places,
    scores: inOrder(scores, places),
    explain(rank) {
      columns ??= weights.map(([name]) => {
        const values = new Float64Array(members);
        all[name](values);
        return values;
      });
      return partsOf(weights, columns, places[rank] ?? 0);
    },
  };
}

/** Scratch column that all searches share, as each ranks synchronously; an explanation computes the columns again. */
let desk = new Float64Array();

function inOrder(scores: Float64Array, places: Uint32Array): Float64Array {
  const ordered = new Float64Array(places.length);
  for (let rank = 0; rank < ordered.length; rank++) ordered[rank] = scores[places[rank] ?? 0] ?? 0;
  return ordered;
}

/** Returns the parts that add to or take from a member's score, the largest contribution first. */
function partsOf(weights: Weights, columns: readonly Float64Array[], member: number): ScorePart[] {
  return weights
    .map(([name, weight], index) => {
      const value = columns[index]?.[member] ?? 0;
      return { name, value, contribution: weight * value };
    })
    .filter(({ value }) => value !== 0)
    .sort((a, b) => b.contribution - a.contribution);
}
