import { dice } from '../../tests/support/recall-rows.ts';

const steps = 2 ** 30;

/** Numbers in [0, 1), deterministic for a seed. */
export function seeded(seed: number): () => number {
  const { below } = dice(seed);
  return () => below(steps) / steps;
}

/** A rank below `count`: rank r has a probability proportional to 1 / (r + 3), roughly like words of a language. */
export function zipfRank(random: () => number, count: number): number {
  const shift = 3;
  return Math.min(count - 1, Math.floor(shift * ((count + shift) / shift) ** random() - shift));
}
