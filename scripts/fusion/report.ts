import { share, table } from '../../bench/support/table.ts';
import type { Gain, HeldOut } from './held-out.ts';
import type { FeatureMatrix, WeightVector } from './judged-pool.ts';

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${share(Math.abs(value))}`;

/** Table of what the new weights gain on held-out questions. */
export function heldOutReport(title: string, { questions, recall10, reciprocal }: HeldOut): string {
  const row = (name: string, { present, trained, gain }: Gain) => [
    name,
    share(present),
    share(trained),
    signed(gain.mean),
    `${signed(gain.low)} to ${signed(gain.high)}`,
  ];
  return table(
    [`${title}, held out (${questions} questions)`, 'present', 'trained', 'gain', '95 % interval'],
    [row('R@10', recall10), row('MRR', reciprocal)],
  );
}

/** Each weight before and after. */
export const weightsReport = (names: FeatureMatrix['names'], present: WeightVector, trained: WeightVector): string =>
  table(
    ['weight of', 'present', 'trained'],
    names.map((name, i) => [name, (present[i] ?? 0).toFixed(3), (trained[i] ?? 0).toFixed(3)]),
  );
