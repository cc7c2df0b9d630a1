import { mean } from '../../bench/support/distribution.ts';
import { dice } from '../../tests/support/recall-rows.ts';

/** A mean with its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const draws = 2_000;

/** Returns the mean of the values with its bootstrap interval; deterministic for a seed. */
export function bootstrap(values: readonly number[], seed: number): Estimate {
  const random = dice(seed);
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++) sum += values[random.below(values.length)] ?? 0;
    return sum / values.length;
  }).sort((one, other) => one - other);
  const at = (share: number) => means[Math.min(draws - 1, Math.floor(share * draws))] ?? 0;
  return { mean: mean(values), low: at(0.025), high: at(0.975) };
}
