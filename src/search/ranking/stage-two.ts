import type { RankedTurns, ScorePart } from './engine-port.ts';
import type { Evidence } from './evidence.ts';
import { features } from './features.ts';
import { byContribution, comparingScores, placesByScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import { timeOrder, weightOf } from './time-order.ts';

/**
 * Penalty of a turn if another of its sitting scores better, so that the first ten turns cover more sittings. Source: docs/adr/0061.
 */
const besideBetter = 0.08;

/**
 * Ranks the members of the pool: a score is the weighted sum of all features, less the penalty for a better turn of the same sitting, and more for
 * the first or last of those that fit about as well, if the question asks for that.
 */
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
  const idOf = (place: number) => turns.id(place);
  const areBesideBetter = besideBetterOnes(evidence.sittings, comparingScores(scores, idOf));
  for (let member = 0; member < members; member++)
    scores[member] = (scores[member] ?? 0) - besideBetter * (areBesideBetter[member] ?? 0);
  const { order } = evidence.asked.question;
  const ordered = order && { weight: weightOf(order), shares: timeOrder(scores, turns, order) };
  if (ordered)
    for (let member = 0; member < members; member++)
      scores[member] = (scores[member] ?? 0) + ordered.weight * (ordered.shares[member] ?? 0);
  const places = placesByScore(scores, idOf);
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
      const member = places[rank] ?? 0;
      const beside = areBesideBetter[member] ?? 0;
      return partsOf([
        ...weights.map(([name, weight], index) => ({ name, weight, value: columns?.[index]?.[member] ?? 0 })),
        { name: 'session', weight: -besideBetter, value: beside },
        { name: 'order', weight: ordered?.weight ?? 0, value: ordered?.shares[member] ?? 0 },
      ]);
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

/** For each member, 1 if another of its sitting comes before it, else 0. */
function besideBetterOnes(sittings: Int32Array, compare: (one: number, other: number) => number): Uint8Array {
  const members = sittings.length;
  const bestOf = new Int32Array(members).fill(-1);
  const areBeside = new Uint8Array(members).fill(1);
  for (let member = 0; member < members; member++) {
    const sitting = sittings[member] ?? 0;
    const best = bestOf[sitting] ?? -1;
    if (best < 0 || compare(member, best) < 0) bestOf[sitting] = member;
  }
  for (const best of bestOf) if (best >= 0) areBeside[best] = 0;
  return areBeside;
}

/** The features that are not 0, the largest contribution first. */
const partsOf = (
  all: readonly { readonly name: string; readonly weight: number; readonly value: number }[],
): ScorePart[] =>
  all
    .filter(({ value }) => value !== 0)
    .map(({ name, weight, value }) => ({ name, value, contribution: weight * value }))
    .sort(byContribution);
