import { expect, test } from 'vitest';
import { adjacentWordsAsOne } from './adjacent-words.ts';

test.each<[string, string[]]>([
  ['label preview component', ['labelpreview', 'previewcomponent']],
  ['Where is the circuit_breaker?', ['thecircuit', 'circuitbreaker']],
  ['error-boundary', ['errorboundary']],
  ['to be or not', []],
  ['one, two', []],
  ['one  two', []],
  ['PR 4821 of Anna', []],
  ['日本語 テキスト', ['日本語テキスト']],
  ['', []],
])('joins the words of "%s"', (question, joined) => {
  expect(adjacentWordsAsOne(question)).toEqual(joined);
});

test('joins no more than the first twenty pairs of a long message', () => {
  expect(adjacentWordsAsOne('word '.repeat(400))).toHaveLength(20);
});
