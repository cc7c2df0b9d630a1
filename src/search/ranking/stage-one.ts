import type { Candidates, Turns } from './engine-port.ts';
import { type FirstScores, firstScores } from './first-score.ts';
import { kindScores } from './kind-scores.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { placesByScore } from './order.ts';
import type { QuestionInScope } from './question.ts';

/** How many candidates each arm contributes. Source: retrieval recipe, stage 1, point 3. */
export const armLimit = 100;

/** How many of the best candidates bring their neighbours into the pool. Source: retrieval recipe, stage 1, point 3. */
export const seedLimit = 50;

/** Share of their F that a turn gains from turns one and two places away. Source: retrieval recipe, stage 1, point 5. */
const smoothing = [0, 0.2, 0.04] as const;

/** The places of the candidates whose neighbours join the pool, best first. */
export function seeds(candidates: Candidates, asked: QuestionInScope): Uint32Array {
  const { fused } = firstScores(candidates, asked);
  return placesByScore(fused, (place) => candidates.id(place)).subarray(0, seedLimit);
}

/** Scores of the first stage. */
export interface StageOne extends Pick<FirstScores, 'lexical' | 'dense'> {
  /** Members only: F plus what neighbours in the pool add, as a share of the pool's best: S of the recipe. */
  readonly smoothed: Float64Array;
}

export function stageOne(turns: Turns, near: Neighbourhood, asked: QuestionInScope): StageOne {
  const { members } = turns;
  // Turns outside of the pool have no F and add nothing here.
  const { lexical, dense, fused } = firstScores(turns, asked, kindScores(turns, asked));
  const smoothed = new Float64Array(members);
  for (let member = 0; member < members; member++) {
    let sum = fused[member] ?? 0;
    for (let places = 1; places < smoothing.length; places++) {
      const around = near.valueAt(fused, member, places) + near.valueAt(fused, member, -places);
      sum += (smoothing[places] ?? 0) * around;
    }
    smoothed[member] = sum;
  }
  toSharesOfBest(smoothed, members);
  return { lexical, dense, smoothed };
}

/** Scales the values in place, so that the largest of the members becomes `most`. */
export function toSharesOfBest(values: Float64Array, members: number, most = 1): void {
  let best = 0;
  for (let member = 0; member < members; member++) best = Math.max(best, values[member] ?? 0);
  if (best > 0)
    for (let place = 0; place < values.length; place++) values[place] = (most * (values[place] ?? 0)) / best;
}
