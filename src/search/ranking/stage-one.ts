import { type FirstScores, firstScores } from './first-score.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { byScore } from './order.ts';
import type { Question } from './question.ts';
import type { Candidate, Scope, Turn } from './turn.ts';

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
  return candidates
    .map(({ id }, index) => ({ id, index, score: fused[index] ?? 0 }))
    .sort(byScore)
    .slice(0, seedCount)
    .map(({ index }) => index);
}

/** What the first stage made of the turns. */
export interface StageOne extends Pick<FirstScores, 'lexical' | 'dense'> {
  /** F with what neighbours in the pool add, as a share of the pool's best; 0 outside of the pool. S of the recipe. */
  readonly smoothed: Float64Array;
}

export function stageOne(turns: readonly Turn[], { valueAt }: Neighbourhood, asked: Asked): StageOne {
  const { lexical, dense, fused } = firstScores(turns, (index) => turns[index]?.inPool ?? false, asked);
  const pooled = fused.map((score, index) => (turns[index]?.inPool ? score : 0));
  const smoothed = pooled.map((score, index) => {
    if (!turns[index]?.inPool) return 0;
    return smoothing.reduce<number>(
      (sum, share, places) => sum + share * (valueAt(pooled, index, places) + valueAt(pooled, index, -places)),
      score,
    );
  });
  const best = smoothed.reduce((most, score) => Math.max(most, score), 0);
  return { lexical, dense, smoothed: best > 0 ? smoothed.map((score) => score / best) : smoothed };
}
