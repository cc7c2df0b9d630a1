import { mean } from '../../bench/support/distribution.ts';
import { seededRandom } from '../../tests/support/seeded-random.ts';
import { bootstrap, type Estimate } from './bootstrap.ts';
import { judge, type Worth } from './judge.ts';
import type { JudgedPool, WeightVector } from './judged-pool.ts';
import { trainWeights } from './train-weights.ts';

/** A measure with the present and with the new weights, on questions that were not used for training. */
export interface Gain {
  readonly present: number;
  readonly trained: number;
  readonly gain: Estimate;
}

export interface HeldOut {
  readonly questions: number;
  readonly recall10: Gain;
  readonly reciprocal: Gain;
}

export interface TrainingOptions {
  readonly present: WeightVector;
  readonly l2: number;
  readonly folds: number;
  readonly seed: number;
}

/** Cross-validates: trains once per fold without it and judges that fold, so each question is held out once. */
export function judgeHeldOut(pools: readonly JudgedPool[], { present, l2, folds, seed }: TrainingOptions): HeldOut {
  const judged = splitByGroup(pools, folds, seed).flatMap((fold) => {
    const held = new Set(fold);
    const others = pools.filter((pool) => !held.has(pool));
    const trained = trainWeights(others, present, l2);
    return fold.map((pool) => ({ before: judge(pool, present), after: judge(pool, trained) }));
  });
  const gainIn = (measure: keyof Worth): Gain => ({
    present: mean(judged.map(({ before }) => before[measure])),
    trained: mean(judged.map(({ after }) => after[measure])),
    gain: bootstrap(
      judged.map(({ before, after }) => after[measure] - before[measure]),
      seed,
    ),
  });
  return { questions: judged.length, recall10: gainIn('recall10'), reciprocal: gainIn('reciprocal') };
}

/**
 * Whether the new weights are worse: recall drops, or the reciprocal rank does, by more than chance or without a gain in recall that
 * is more than chance.
 */
export const loses = ({ recall10, reciprocal }: HeldOut): boolean =>
  recall10.gain.mean < 0 || reciprocal.gain.high < 0 || (reciprocal.gain.mean < 0 && recall10.gain.low <= 0);

/** Folds of about equal size. A group is in exactly one fold, and there are at most as many folds as groups. */
function splitByGroup(pools: readonly JudgedPool[], folds: number, seed: number): JudgedPool[][] {
  const groups = [...Map.groupBy(pools, ({ group }) => group).values()];
  if (groups.length < 2) throw new Error('Two dialogues are needed at least: one to train with, one to judge by');
  const random = seededRandom(seed);
  const shuffled = groups
    .map((group) => ({ group, at: random() }))
    .sort((one, other) => other.group.length - one.group.length || one.at - other.at);
  const split = Array.from({ length: Math.min(folds, groups.length) }, (): JudgedPool[] => []);
  for (const { group } of shuffled) {
    const smallest = split.reduce((least, fold) => (fold.length < least.length ? fold : least));
    smallest.push(...group);
  }
  return split;
}
