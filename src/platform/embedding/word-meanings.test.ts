import { expect, test } from 'vitest';
import { loadStaticEmbedder } from './static-embedder.ts';
import { WordMeanings } from './word-meanings.ts';

const meanings = new WordMeanings(await loadStaticEmbedder());

test('words that mean nearly the same are more similar than others', () => {
  expect(meanings.similarity('wedding', 'married')).toBeGreaterThan(0.5);
  expect(meanings.similarity('hospital', 'trombone')).toBeLessThan(0.3);
  expect(meanings.similarity('Hund', 'Hund')).toBeCloseTo(1);
});

test('words that are everywhere weigh less than others', () => {
  expect(meanings.weight('the')).toBeLessThan(0.2);
  expect(meanings.weight('surgeon')).toBeGreaterThan(0.9);
});
