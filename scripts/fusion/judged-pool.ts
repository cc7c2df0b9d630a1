import type { FeatureName } from '../../src/search/ranking/feature-names.ts';
import type { Profile } from '../../src/search/ranking/profile.ts';

/** The pool of one question as ranking saw it, and which of its members are right. */
export interface JudgedPool {
  /** Questions of one group are never split between training and test: usually the dialogue. */
  readonly group: string;
  readonly profile: Profile;
  readonly ids: readonly string[];
  readonly isGold: readonly boolean[];
  /** Number of right answers, including those that the pool misses. */
  readonly gold: number;
  readonly features: FeatureMatrix;
}

/** A row for each member of the pool, a column for each feature. */
export interface FeatureMatrix {
  readonly names: readonly FeatureName[];
  readonly values: Float64Array;
}

/** The weight of each feature, in the order of the names. */
export type WeightVector = Float64Array;

/** Returns the weighted sums of the members of a pool: their scores without the session penalty (docs/adr/0061). */
export function scoresOf({ ids, features: { values, names } }: JudgedPool, weights: WeightVector): Float64Array {
  const scores = new Float64Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    let sum = 0;
    for (let column = 0; column < names.length; column++) {
      sum += (weights[column] ?? 0) * (values[row * names.length + column] ?? 0);
    }
    scores[row] = sum;
  }
  return scores;
}
