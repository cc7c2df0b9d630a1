import { expect, test } from 'vitest';
import type { Estimate } from './bootstrap.ts';
import { judgeHeldOut, loses } from './held-out.ts';
import { syntheticPools } from './synthetic-pools.ts';
import { trainWeights } from './train-weights.ts';

const names = ['S', 'l', 'bi', 'Dlen'] as const;
const present = Float64Array.of(1, 0, 0, 0);
const planted = [1, 0.8, -0.5, 0];

const estimate = (mean: number, low: number, high: number): Estimate => ({ mean, low, high });

const dialogues = (count: number, plantedIn: (dialogue: number) => readonly number[]) =>
  Array.from({ length: count }, (_, dialogue) =>
    syntheticPools({ names, planted: plantedIn(dialogue), questions: 40, group: `d${dialogue}`, seed: dialogue + 1 }),
  ).flat();

test('recovers the planted weights', () => {
  const trained = trainWeights(
    dialogues(8, () => planted),
    present,
    0.0001,
  );
  expect(trained[0]).toBe(1);
  for (const [i, weight] of planted.entries()) expect(trained[i]).toBeCloseTo(weight, 0.9);
});

test('stays closer to the present weights with stronger regularisation', () => {
  const pools = dialogues(2, () => planted);
  const [loose, tight] = [0.001, 10].map((l2) => trainWeights(pools, present, l2)[1] ?? 0);
  expect(loose).toBeGreaterThan(0.5);
  expect(tight).toBeLessThan(0.2);
});

test('reports the gain of trained weights on held-out dialogues', () => {
  const heldOut = judgeHeldOut(
    dialogues(4, () => planted),
    { present, l2: 0.001, folds: 4, seed: 1 },
  );
  expect(heldOut.questions).toBe(160);
  expect(heldOut.recall10.gain.low).toBeGreaterThan(0);
  expect(heldOut.recall10.trained).toBeCloseTo(heldOut.recall10.present + heldOut.recall10.gain.mean, 10);
  expect(heldOut.reciprocal.trained).toBeGreaterThan(0.9);
  expect(loses(heldOut)).toBe(false);
});

test('reports a loss if the dialogues contradict each other', () => {
  const pools = dialogues(2, (dialogue) => [1, dialogue === 0 ? 2 : -2, 0, 0]);
  const heldOut = judgeHeldOut(pools, { present, l2: 0.001, folds: 2, seed: 1 });
  expect(heldOut.recall10.gain.high).toBeLessThan(0);
  expect(loses(heldOut)).toBe(true);
});

test.each<[string, Estimate, Estimate, boolean]>([
  ['recall drops', estimate(-0.01, -0.02, 0.01), estimate(0.1, 0.05, 0.15), true],
  ['the reciprocal rank drops by more than chance', estimate(0.1, 0.05, 0.15), estimate(-0.02, -0.03, -0.01), true],
  [
    'it drops by chance, and recall is gained by chance',
    estimate(0.01, -0.01, 0.03),
    estimate(-0.01, -0.03, 0.01),
    true,
  ],
  ['it drops by chance, and recall is equal', estimate(0, 0, 0), estimate(-0.01, -0.03, 0.01), true],
  ['it drops by chance, and recall is gained', estimate(0.02, 0.01, 0.03), estimate(-0.01, -0.03, 0.01), false],
  ['nothing changes', estimate(0, 0, 0), estimate(0, 0, 0), false],
])('where %s, weights lose or not', (_, recall, reciprocal, lost) => {
  const gainOf = (gain: Estimate) => ({ present: 0.5, trained: 0.5 + gain.mean, gain });
  expect(loses({ questions: 100, recall10: gainOf(recall), reciprocal: gainOf(reciprocal) })).toBe(lost);
});

test('gives the same figures for the same seed', () => {
  const pools = dialogues(6, () => planted);
  const options = { present, l2: 0.01, folds: 3, seed: 7 };
  expect(judgeHeldOut(pools, options)).toEqual(judgeHeldOut(pools, options));
  expect(judgeHeldOut(pools, { ...options, seed: 8 })).not.toEqual(judgeHeldOut(pools, options));
});

test('needs at least two dialogues', () => {
  expect(() =>
    judgeHeldOut(
      dialogues(1, () => planted),
      { present, l2: 0.01, folds: 5, seed: 1 },
    ),
  ).toThrow('Two dialogues');
});
