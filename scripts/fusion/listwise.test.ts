import { expect, test } from 'vitest';
import { listwiseLoss } from './listwise.ts';
import { minimise } from './minimise.ts';
import { syntheticPools } from './synthetic-pools.ts';

const names = ['S', 'l', 'bi'] as const;
const pools = syntheticPools({ names, planted: [1, 0.5, -1], questions: 10, group: 'one', seed: 3 });

test('the gradient equals finite differences', () => {
  const at = Float64Array.of(0.7, -0.3, 0.4);
  const { gradient } = listwiseLoss(pools, at);
  const step = 1e-6;
  for (const [i, slope] of gradient.entries()) {
    const moved = (by: number) => listwiseLoss(pools, at.with(i, (at[i] ?? 0) + by)).value;
    expect((moved(step) - moved(-step)) / (2 * step)).toBeCloseTo(slope, 6);
  }
});

test('weights of 0 make all members equally likely', () => {
  expect(listwiseLoss(pools, new Float64Array(3)).value).toBeCloseTo(Math.log(40), 9);
});

test('finds the minimum even if curvatures differ by a factor of a thousand', () => {
  const steepness = [1, 30, 1_000];
  const bottom = [3, -2, 0.5];
  const found = minimise(
    (point) => ({
      value: point.reduce((sum, x, i) => sum + (steepness[i] ?? 0) * (x - (bottom[i] ?? 0)) ** 2, 0),
      gradient: point.map((x, i) => 2 * (steepness[i] ?? 0) * (x - (bottom[i] ?? 0))),
    }),
    new Float64Array(3),
  );
  for (const [i, x] of found.entries()) expect(x).toBeCloseTo(bottom[i] ?? 0, 4);
});
