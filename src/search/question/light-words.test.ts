import { expect, test } from 'vitest';
import { withoutLightWords } from './light-words.ts';

test.each([
  ['Are we still certified?', 'Are we certified?'],
  ['What problems did the lock cause us?', 'What problems did the lock cause ?'],
  ['Who still has something of ours, and does he still need it?', 'Who has something of ours, and does he need it?'],
])('"%s" is about "%s"', (question, about) => {
  expect(withoutLightWords(question)).toBe(about);
});

test.each([
  'Is he in the US?',
  'is he in the us?',
  'Who is Will Still?',
  'Where is the still?',
  'Who painted the still life?',
  'Are we still?',
  'still frozen',
  'Wo war es still?',
])('"%s" stays as it is', (question) => {
  expect(withoutLightWords(question)).toBe(question);
});
