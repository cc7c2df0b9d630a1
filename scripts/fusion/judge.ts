import { byScore } from '../../src/search/ranking/order.ts';
import { type JudgedPool, scoresOf, type WeightVector } from './judged-pool.ts';

/** The quality of the answer to one question, each measure from 0 to 1. */
export interface Worth {
  /** Share of the gold turns among the first ten. */
  readonly recall10: number;
  /** 1 over the rank of the first gold turn. */
  readonly reciprocal: number;
}

export function judge(pool: JudgedPool, weights: WeightVector): Worth {
  const scores = scoresOf(pool, weights);
  const order = pool.ids.map((id, row) => ({ id, row, score: scores[row] ?? 0 })).sort(byScore);
  const places = order.flatMap(({ row }, place) => (pool.isGold[row] ? [place + 1] : []));
  return {
    recall10: places.filter((place) => place <= 10).length / pool.gold,
    reciprocal: places[0] === undefined ? 0 : 1 / places[0],
  };
}
