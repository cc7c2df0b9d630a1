import { expect, test } from 'vitest';
import { Numbers } from '../numbers.ts';
import { inverseFrequency, okapi } from '../okapi.ts';
import type { KnownTurn } from './known-turns.ts';
import { TurnScores } from './turn-scores.ts';

const numbers = new Numbers<string>();

const turn = (stems: readonly string[], values: readonly number[] | null = null): KnownTurn => ({
  version: '1',
  speaker: null,
  role: null,
  day: 0,
  validFrom: 0,
  validTo: null,
  termCount: stems.length,
  stems: Uint32Array.from([...stems, ...stems], (stem) => numbers.of(stem)),
  dateStems: 0,
  pieces: new Uint16Array(),
  patterns: 0,
  content: '',
  vector: values && { values: Int8Array.from(values), scale: 0.5 },
  drawer: Symbol('turns'),
  state: '',
});
const counts = { memories: 100, meanTerms: 4, frequencies: [3, 10] };

test('counts each requested stem once, and no other stems', () => {
  const scores = new TurnScores({ stems: ['tea', 'cup'], counts, vector: null, numbers });
  const [rare, usual] = [inverseFrequency(100, 3), inverseFrequency(100, 10)];
  expect(scores.of(turn(['cup', 'green', 'tea'])).lexical).toBe(okapi(usual + rare, 3, 4));
  expect(scores.of(turn(['tea'])).lexical).toBe(okapi(rare, 1, 4));
  expect(scores.of(turn(['teacup', 'te'])).lexical).toBe(0);
});

test('the cosine is the product of the quantised vectors and both scales, and 0 without a vector', () => {
  const scores = new TurnScores({ stems: [], counts, vector: { values: Int8Array.of(1, -2), scale: 0.25 }, numbers });
  expect(scores.of(turn([], [3, 4])).cosine).toBe(-0.625);
  expect(scores.of(turn([])).cosine).toBe(0);
  expect(new TurnScores({ stems: [], counts, vector: null, numbers }).of(turn([], [3, 4])).cosine).toBe(0);
});
