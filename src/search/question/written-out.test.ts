import { expect, test } from 'vitest';
import { writtenOut } from './written-out.ts';

test.each([
  ['what did u say about measuring moms bp', 'what did you say about measuring moms bp'],
  ['Do u remember the cat? u said it bites', 'Do you remember the cat? you said it bites'],
  ["what's ur advice for u and me", "what's your advice for you and me"],
  ['why did u?', 'why did you?'],
])('%s is written out', (question, expected) => {
  expect(writtenOut(question)).toBe(expected);
});

test.each([
  'u',
  'Is the U on strike?',
  'who moved to the u.s. last year',
  'what is that u-turn about',
  'did u2 play in Oslo',
  'Wat heeft u over de tuin gezegd?',
  'Kunt u dat nog eens zeggen?',
  'Vad är ett ur?',
])('%s stays', (question) => {
  expect(writtenOut(question)).toBe(question);
});
