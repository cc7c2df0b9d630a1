import { expect, test } from 'vitest';
import { growthOf, ofSquare } from '../../tests/support/growth.ts';
import { tellsOfChange } from './changes.ts';

test.each([
  ['The engine is new.', true],
  ['The flag is called new_engine.', false],
  ['The flag is called _new_engine.', false],
  ['The flag is called x__new.', true],
  ['I live in New York.', false],
])('"%s" tells of a change: %s', (text, tells) => {
  expect(tellsOfChange(text)).toBe(tells);
});

test.each(['a', 'é', 'ア', '5'])('a word of many "%s" is read in a time that grows with it', (piece) => {
  expect(growthOf(tellsOfChange, piece)).toBeLessThan(ofSquare);
});
