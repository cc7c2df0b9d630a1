import type { RankedTurns, ScorePart } from './engine-port.ts';
import type { Evidence } from './evidence.ts';
import { features } from './features.ts';
import { links, linksWeightOf } from './links.ts';
import { news, newsWeightOf } from './news.ts';
import { byContribution, comparingScores, placesByScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import { timeOrder, weightOf } from './time-order.ts';
import { wishes, wishesWeight } from './wishes.ts';

/**
 * Penalty of a turn if another of its sitting scores better, so that the first ten turns cover more sittings. Source: docs/adr/0061.
 */
const besideBetter = 0.08;

/** A part of a score that depends on the scores before it. */
interface Raise {
  readonly name: string;
  readonly weight: number;
  readonly values: ArrayLike<number>;
}

/** Ranks the members of the pool: a score is the weighted sum of all features, and what `raised` adds to it. */
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
    add(scores, weight, column);
  }
  const raises = raised(scores, evidence);
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
      const member = places[rank] ?? 0;
      return partsOf([
        ...weights.map(([name, weight], index) => ({ name, weight, value: columns?.[index]?.[member] ?? 0 })),
        ...raises.map(({ name, weight, values }) => ({ name, weight, value: values[member] ?? 0 })),
      ]);
    },
  };
}

/**
 * Adds, and returns, the penalty for a better turn of the same sitting, what the first or last of those that fit about as well get if the question
 * asks for that, what later ones about the same get if it asks for what may have changed, what the user's wishes get if it asks for a service, and
 * what those get to which the best ones lead.
 */
function raised(scores: Float64Array, evidence: Evidence): readonly Raise[] {
  const { turns, sittings, asked } = evidence;
  const { order, standing, wishes: stemsOfWishes } = asked.question;
  const raises: Raise[] = [];
  const raise = (name: string, weight: number, values: ArrayLike<number>) => {
    raises.push({ name, weight, values });
    add(scores, weight, values);
  };
  const beside = besideBetterOnes(
    sittings,
    comparingScores(scores, (member) => turns.id(member)),
  );
  raise('session', -besideBetter, beside);
  if (order) raise('order', weightOf(order), timeOrder(scores, turns, order));
  if (standing) raise('news', newsWeightOf(asked.scope), news(scores, evidence, standing));
  if (stemsOfWishes.size > 0) raise('wishes', wishesWeight, wishes(evidence, stemsOfWishes));
  raise('links', linksWeightOf(asked.scope), links(scores, evidence));
  return raises;
}

function add(scores: Float64Array, weight: number, values: ArrayLike<number>): void {
  for (let member = 0; member < scores.length; member++)
    scores[member] = (scores[member] ?? 0) + weight * (values[member] ?? 0);
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
