import { expect, test } from 'vitest';
import { createBm25 } from './bm25.ts';
import { stems, words } from './words.ts';

const documents = [
  { id: 'cat', text: 'Ann: The cat sat on the mat' },
  { id: 'cats', text: 'Ben: Cats, cats and more cats!' },
  { id: 'dog', text: 'Ann: A dog slept' },
];

test('ranks by rare words, their number and the length of the text', () => {
  expect(createBm25(documents, words)('the cat of Ann')).toEqual(['cat', 'dog']);
  expect(createBm25(documents, stems)('cat')).toEqual(['cats', 'cat']);
});

test('scores by the BM25 formula', () => {
  const rank = createBm25(
    [
      { id: 'short', text: 'tea' },
      { id: 'long', text: 'tea or coffee or tea or milk' },
    ],
    words,
  );
  // tf 1 at length 1: 2.2 / (1 + 1.2 · (.25 + .75 / 4)) = 1.44; tf 2 at length 7: 4.4 / (2 + 1.2 · (.25 + .75 · 7 / 4)) = 1.13
  expect(rank('tea')).toEqual(['short', 'long']);
});

test('finds nothing without a shared word', () => {
  expect(createBm25(documents, words)('purple')).toEqual([]);
});
