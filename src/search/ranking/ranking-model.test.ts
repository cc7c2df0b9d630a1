import { describe, expect, test } from 'vitest';
import { shippedFile, shippedModel, shippedTable } from './fixtures/shipped-model.ts';
import { RankingModelError } from './ranking-model.errors.ts';
import { rankingModel } from './ranking-model.ts';

const failure = (file: unknown, table = shippedTable): string => {
  try {
    rankingModel(file, table);
  } catch (error) {
    if (error instanceof RankingModelError) return error.message;
    throw error;
  }
  return 'none';
};

test('chooses weights by embedding model and kind of conversation', () => {
  const weightOf = (model: string, profile: 'people23' | 'joint32') =>
    new Map<string, number>(shippedModel.weights(model, profile)).get('msw2');
  expect(weightOf('static-e5-256', 'people23')).toBe(0.991);
  expect(weightOf('static-e5-256', 'joint32')).toBe(1.764);
  expect(weightOf('e5-small-v2', 'people23')).toBe(0.724);
  expect(weightOf('text-embedding-3-small', 'joint32')).toBe(2.143);
});

test('a short question loses, and less where only people talk, unless a file has its own weight', () => {
  const own = { ...shippedFile.weights, 'e5/joint32': { S: 1, asks: -0.2 } };
  const weightOf = (model: string, profile: 'people23' | 'joint32', file = shippedFile) =>
    new Map<string, number>(rankingModel(file, shippedTable).weights(model, profile)).get('asks');
  expect(weightOf('static-e5-256', 'joint32')).toBe(-0.5);
  expect(weightOf('static-e5-256', 'people23')).toBe(-0.2);
  expect(weightOf('e5-small-v2', 'joint32', { ...shippedFile, weights: own })).toBe(-0.2);
});

describe('refuses', () => {
  test('weights that belong to another table', () => {
    const bytes = shippedTable.bytes.slice();
    bytes[1_000_000] = (bytes[1_000_000] ?? 0) + 1;
    expect(failure(shippedFile, { ...shippedTable, bytes })).toMatch(/belong to the embedding table static-e5-256/);
    const other = { ...shippedFile, table: { model: 'static-other', sha256: '0'.repeat(64) } };
    expect(failure(other)).toMatch(/belong to the embedding table static-other of sha256 0+, but a373df57/);
  });

  test('weights that do not say which table they belong to', () => {
    const { table: _, ...rest } = shippedFile;
    expect(failure(rest)).toMatch(/table/);
  });

  test('an unknown feature, a missing set, a wrong unit or a weight that is not a number', () => {
    const withSet = (set: unknown) => ({ ...shippedFile, weights: { ...shippedFile.weights, 'st/people23': set } });
    expect(failure(withSet({ S: 1, unheard: 2 }))).toMatch(/unheard/);
    expect(failure(withSet(undefined))).toMatch(/st\/people23/);
    expect(failure(withSet({ S: 2, msw2: 1 }))).toMatch(/the weight of S must be 1/);
    expect(failure(withSet({ S: 1, msw2: 'much' }))).toMatch(/msw2/);
  });

  test('patterns that are missing or cannot be read', () => {
    const { TIME: _, ...patterns } = shippedFile.memory_patterns;
    expect(failure({ ...shippedFile, memory_patterns: patterns })).toMatch(/TIME/);
    const broken = { ...shippedFile.question_patterns, when: '(?P<x>y)' };
    expect(failure({ ...shippedFile, question_patterns: broken })).toMatch(/Cannot read the pattern/);
    const { when: _when, ...questions } = shippedFile.question_patterns;
    expect(failure({ ...shippedFile, question_patterns: questions })).toMatch(/when/);
  });

  test.each([null, 7, 'weights', [], {}])('%j', (file) => {
    expect(failure(file)).not.toBe('none');
  });
});
