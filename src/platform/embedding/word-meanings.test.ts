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

test('words once read are kept until they are cleared', () => {
  meanings.clear();
  const { hits, misses } = meanings.figures();
  meanings.similarity('harbour', 'ferry');
  meanings.weight('ferry');
  expect(meanings.figures()).toMatchObject({ hits: hits + 1, misses: misses + 2, entries: 2 });
  meanings.clear();
  expect(meanings.figures()).toMatchObject({ entries: 0, bytes: 0 });
});
