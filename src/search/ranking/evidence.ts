import type { Comparison, Turns } from './engine-port.ts';
import { Neighbourhood } from './neighbourhood.ts';
import type { QuestionInScope } from './question.ts';
import { sittingsOf } from './sittings.ts';
import { softMatch } from './soft-match.ts';
import { type StageOne, stageOne, toSharesOfBest } from './stage-one.ts';

/** The values from which features are computed, each as a share of the pool's best. */
export interface Evidence extends StageOne {
  readonly turns: Turns;
  readonly asked: QuestionInScope;
  readonly near: Neighbourhood;
  /** Soft match by the turn's own pieces, as far as the question's can be read: ms of the recipe. */
  readonly match: Float64Array;
  /** Members only: soft match by their own and their neighbours' pieces: msw2. */
  readonly windowMatch: Float64Array;
  /** Members only: numbers of their sittings, below `members`. */
  readonly sittings: Int32Array;
  /** Members only: the largest smoothed score in their sitting: smax. */
  readonly sittingBest: Float64Array;
}

export function evidenceOf(turns: Turns, asked: QuestionInScope, compared: Comparison): Evidence {
  const near = new Neighbourhood(turns);
  const first = stageOne(turns, near, asked);
  const { own, window } = softMatch(turns, near, asked.question, compared);
  // The best that few pieces of a question match says little of all of it.
  const { readable } = asked.question;
  toSharesOfBest(own, turns.members, readable);
  toSharesOfBest(window, turns.members, readable);
  const sittings = sittingsOf(turns);
  return {
    ...first,
    turns,
    asked,
    near,
    match: own,
    windowMatch: window,
    sittings,
    sittingBest: bestOfSittings(sittings, first.smoothed),
  };
}

function bestOfSittings(sittings: Int32Array, values: Float64Array): Float64Array {
  const best = new Float64Array(sittings.length);
  for (let member = 0; member < sittings.length; member++) {
    const sitting = sittings[member] ?? 0;
    best[sitting] = Math.max(best[sitting] ?? 0, values[member] ?? 0);
  }
  const own = new Float64Array(sittings.length);
  for (let member = 0; member < sittings.length; member++) own[member] = best[sittings[member] ?? 0] ?? 0;
  return own;
}

/** Where a member's stems begin that are not of its date. */
export const firstWord = ({ turns: { stems, dateStems } }: Evidence, member: number): number =>
  (stems.starts[member] ?? 0) + (dateStems[member] ?? 0);
