import type { FeatureName } from '../../src/search/ranking/feature-names.ts';
import type { Profile } from '../../src/search/ranking/profile.ts';

/** What one question was answered from: the pool as ranking saw it, and which of it is right. */
export interface JudgedPool {
  /** Questions of one group are never on both sides of a split: the dialogue, as a rule. */
  readonly group: string;
  readonly profile: Profile;
  readonly ids: readonly string[];
  readonly isGold: readonly boolean[];
  /** How many are right, those that the pool misses included. */
  readonly gold: number;
  readonly features: FeatureMatrix;
}

/** A row for each member of the pool, a column for each feature. */
export interface FeatureMatrix {
  readonly names: readonly FeatureName[];
  readonly values: Float64Array;
}

/** What one point of each feature adds, in the order of the names. */
export type WeightVector = Float64Array;

/** Scores of the members of a pool. */
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
