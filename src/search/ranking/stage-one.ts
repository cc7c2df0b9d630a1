import { type FirstScores, firstScores } from './first-score.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Question } from './question.ts';
import type { Candidate, Scope, Turn } from './turn.ts';

/** How many candidates each arm contributes. Source: retrieval recipe, stage 1, point 3. */
export const armLimit = 100;

/** How many of the best candidates bring their neighbours into the pool. Source: retrieval recipe, stage 1, point 3. */
const seedCount = 50;

/** What a turn gains from those one and two places away. Source: retrieval recipe, stage 1, point 5. */
const smoothing = [0, 0.2, 0.04] as const;

export interface Asked {
  readonly question: Question;
  readonly scope: Scope;
  readonly model: string;
}

/** The places of the candidates whose neighbours join the pool, best first. */
export function seeds(candidates: readonly Candidate[], asked: Asked): number[] {
  const { fused } = firstScores(candidates, () => true, asked);
  const places = Array.from(candidates.keys());
  // An id is a text that is made when it is asked for: only of those that are equal.
  const smallerId = (one: number, other: number) =>
    (candidates[one]?.id ?? '') < (candidates[other]?.id ?? '') ? -1 : 1;
  return places
    .sort((one, other) => (fused[other] ?? 0) - (fused[one] ?? 0) || smallerId(one, other))
    .slice(0, seedCount);
}

/** What the first stage made of the turns. */
export interface StageOne extends Pick<FirstScores, 'lexical' | 'dense'> {
  /** F with what neighbours in the pool add, as a share of the pool's best; 0 outside of the pool. S of the recipe. */
  readonly smoothed: Float64Array;
}

export function stageOne(turns: readonly Turn[], near: Neighbourhood, asked: Asked): StageOne {
  const inPool = (index: number): boolean => turns[index]?.inPool ?? false;
  const { lexical, dense, fused } = firstScores(turns, inPool, asked);
  for (let index = 0; index < fused.length; index++) if (!inPool(index)) fused[index] = 0;
  const smoothed = new Float64Array(turns.length);
  let best = 0;
  for (let index = 0; index < smoothed.length; index++) {
    if (!inPool(index)) continue;
    let sum = fused[index] ?? 0;
    for (let places = 1; places < smoothing.length; places++) {
      const around = near.valueAt(fused, index, places) + near.valueAt(fused, index, -places);
      sum += (smoothing[places] ?? 0) * around;
    }
    smoothed[index] = sum;
    best = Math.max(best, sum);
  }
  if (best > 0) for (let index = 0; index < smoothed.length; index++) smoothed[index] = (smoothed[index] ?? 0) / best;
  return { lexical, dense, smoothed };
}
