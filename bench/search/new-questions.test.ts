import { expect, test } from 'vitest';
import { newQueries } from './new-questions.ts';

test('no question is asked twice, in whichever collection: one that was embedded before would cost less', () => {
  const vocabulary = Array.from({ length: 400 }, (_, rank) => `word${rank}`);
  const next = newQueries(vocabulary);
  const questions = Array.from({ length: 2_000 }, (_, n) => next(1 + (n % 3)));
  expect(new Set(questions).size).toBe(questions.length);
});
