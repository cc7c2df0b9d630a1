import type { Evidence } from './evidence.ts';
import { type Feature, features } from './features.ts';
import { placesByScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import type { RankedTurns, ScorePart } from './turn.ts';

/** The members of the pool, best first: a score is the sum of all features by their weights. */
export function stageTwo(evidence: Evidence, weights: Weights): RankedTurns {
  const { turns } = evidence;
  const { members } = turns;
  const columns = valuesOf(features(evidence), weights, members);
  const scores = new Float64Array(members);
  for (const [index, [, weight]] of weights.entries()) {
    const start = index * members;
    for (let member = 0; member < members; member++) {
      scores[member] = (scores[member] ?? 0) + weight * (columns[start + member] ?? 0);
    }
  }
  const places = placesByScore(scores, (place) => turns.id(place));
  return {
    places,
    scores: inOrder(scores, places),
    explain: (rank) => partsOf(weights, columns, members, places[rank] ?? 0),
  };
}

function inOrder(scores: Float64Array, places: Uint32Array): Float64Array {
  const ordered = new Float64Array(places.length);
  for (let rank = 0; rank < ordered.length; rank++) ordered[rank] = scores[places[rank] ?? 0] ?? 0;
  return ordered;
}

/** The values of all features that have a weight, those of one after those of the other, one a member each. */
function valuesOf(all: Readonly<Record<Weights[number][0], Feature>>, weights: Weights, members: number): Float64Array {
  const columns = new Float64Array(weights.length * members);
  for (const [index, [name]] of weights.entries()) all[name](columns.subarray(index * members, (index + 1) * members));
  return columns;
}

/** What adds something to the score of a member or takes from it, the largest contribution first. */
function partsOf(weights: Weights, columns: Float64Array, members: number, member: number): ScorePart[] {
  return weights
    .map(([name, weight], index) => {
      const value = columns[index * members + member] ?? 0;
      return { name, value, contribution: weight * value };
    })
    .filter(({ value }) => value !== 0)
    .sort((a, b) => b.contribution - a.contribution);
}
