import type { FeatureName } from '../../src/search/ranking/feature-names.ts';
import { seededRandom } from '../../tests/support/seeded-random.ts';
import type { JudgedPool } from './judged-pool.ts';

/** For tests: the parameters of generated pools. */
interface Plan {
  readonly names: readonly FeatureName[];
  /** The weights that decide which members are right. */
  readonly planted: readonly number[];
  readonly questions: number;
  readonly group: string;
  readonly seed: number;
}

const members = 40;

/** Pools of random features with two right members each: those with the best planted scores, after adding noise. */
export function syntheticPools({ names, planted, questions, group, seed }: Plan): JudgedPool[] {
  const unit = seededRandom(seed);
  return Array.from({ length: questions }, () => {
    const values = Float64Array.from({ length: members * names.length }, unit);
    const scores = Array.from({ length: members }, (_, row) =>
      planted.reduce((sum, weight, column) => sum + weight * (values[row * names.length + column] ?? 0), 0.3 * unit()),
    );
    const [, second = 0] = scores.toSorted((one, other) => other - one);
    return {
      group,
      profile: 'people23',
      ids: Array.from({ length: members }, (_, row) => `${row}`.padStart(3, '0')),
      isGold: scores.map((score) => score >= second),
      gold: 2,
      features: { names, values },
    };
  });
}
