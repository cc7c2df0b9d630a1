import { expect, test } from 'vitest';
import { growthOf, ofSquare } from '../../tests/support/growth.ts';
import { asksForThen } from './then.ts';

test.each([
  ['de', 'Hast du, als wir im Mai wegen der Wohnung in Kiel waren, den Makler angerufen?', true],
  ['de', 'Ist das Gerät inzwischen repariert?', true],
  ['de', 'Ist der Keller jetzt trocken?', false],
  ['fr', 'Où a-t-elle travaillé ?', true],
  ['fr', 'Où habite Anna ?', false],
  ['nl', 'Waar heeft Anna vorig jaar gewoond?', true],
  ['nl', 'Waar is Anna nu?', false],
])('%s: "%s" asks for what was: %s', (language, question, isForThen) => {
  expect(asksForThen(question, language)).toBe(isForThen);
});

test.each([
  ['de', 'ist '],
  ['de', 'habe verx '],
  ['fr', 'a-'],
  ['nl', 'is '],
])('%s: a question of nothing but "%s" is read in a time that grows with it', (language, piece) => {
  expect(growthOf((text) => asksForThen(text, language), piece)).toBeLessThan(ofSquare);
});
