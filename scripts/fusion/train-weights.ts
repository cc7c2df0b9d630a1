import type { JudgedPool, WeightVector } from './judged-pool.ts';
import { listwiseLoss } from './listwise.ts';
import { minimise } from './minimise.ts';

/**
 * Trains weights that rank right answers first. The squared distance of the scores' parts from those of the present weights is a
 * penalty (`l2`, for parts of one standard deviation): with few questions, the weights stay close to the present ones. The weight of S,
 * the first feature, is 1 in the present weights and in the result: it is the unit of the others.
 */
export function trainWeights(pools: readonly JudgedPool[], present: WeightVector, l2: number): WeightVector {
  const telling = pools.filter(({ isGold }) => isGold.includes(true));
  if (telling.length === 0) return present;
  const spread = spreadOf(telling, present.length);
  const temper = temperature(telling, present);
  const known = present.map((weight) => weight * temper);
  const fitted = minimise((weights) => {
    const { value, gradient } = listwiseLoss(telling, weights);
    let distance = 0;
    const slope = gradient.map((own, i) => {
      const away = ((weights[i] ?? 0) - (known[i] ?? 0)) * (spread[i] ?? 0);
      distance += away ** 2;
      return own + 2 * l2 * away * (spread[i] ?? 0);
    });
    return { value: value + l2 * distance, gradient: slope };
  }, known);
  const unit = fitted[0] ?? 0;
  if (unit <= 0) throw new Error('The questions weigh the first stage negatively: the judgements cannot be right');
  return fitted.map((weight) => weight / unit);
}

/** The softmax factor at which scores by the present weights best separate right from wrong. */
function temperature(pools: readonly JudgedPool[], present: WeightVector): number {
  const [factor = 1] = minimise(([by = 1]) => {
    const { value, gradient } = listwiseLoss(
      pools,
      present.map((weight) => weight * by),
    );
    const slope = gradient.reduce((sum, own, i) => sum + own * (present[i] ?? 0), 0);
    return { value, gradient: Float64Array.of(slope) };
  }, Float64Array.of(1));
  return Math.max(factor, 0.01);
}

/** Standard deviation of each feature, over all members of all pools. */
function spreadOf(pools: readonly JudgedPool[], columns: number): Float64Array {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let rows = 0;
  for (const { features, ids } of pools) {
    rows += ids.length;
    for (const [place, value] of features.values.entries()) {
      const column = place % columns;
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value ** 2;
    }
  }
  return squares.map((square, i) => Math.sqrt(Math.max(0, square / rows - ((sums[i] ?? 0) / rows) ** 2)));
}
