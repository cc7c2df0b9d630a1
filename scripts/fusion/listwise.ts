import { type JudgedPool, scoresOf, type WeightVector } from './judged-pool.ts';
import type { Sloped } from './minimise.ts';

/**
 * Mean cross entropy, over the questions, between the right members of the pool and the softmax of all scores. Questions whose pool
 * contains nothing right do not contribute.
 */
export function listwiseLoss(pools: readonly JudgedPool[], weights: WeightVector): Sloped {
  const gradient = new Float64Array(weights.length);
  let value = 0;
  for (const pool of pools) value += addPool(pool, weights, gradient, 1 / pools.length);
  return { value, gradient };
}

/** Adds a pool's share of the gradient and returns its share of the loss. */
function addPool(pool: JudgedPool, weights: WeightVector, gradient: Float64Array, share: number): number {
  const { isGold, features } = pool;
  const right = isGold.filter(Boolean).length;
  if (right === 0) return 0;
  const scores = scoresOf(pool, weights);
  const best = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - best), 0);
  let loss = 0;
  for (const [row, score] of scores.entries()) {
    const logLikelihood = score - best - Math.log(total);
    const wanted = isGold[row] ? 1 / right : 0;
    loss -= wanted * logLikelihood;
    const off = share * (Math.exp(logLikelihood) - wanted);
    for (let column = 0; column < weights.length; column++) {
      gradient[column] = (gradient[column] ?? 0) + off * (features.values[row * weights.length + column] ?? 0);
    }
  }
  return share * loss;
}
