import { dice } from '../../tests/support/recall-rows.ts';

const steps = 2 ** 30;

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  const { below } = dice(seed);
  return () => below(steps) / steps;
}

/** A rank below `count`: rank r comes in proportion to 1 / (r + 3), about as words of a language do. */
export function zipfRank(random: () => number, count: number): number {
  const shift = 3;
  return Math.min(count - 1, Math.floor(shift * ((count + shift) / shift) ** random() - shift));
}
