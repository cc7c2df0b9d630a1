import { expect, test } from 'vitest';
import { withoutSaying } from './asked-saying.ts';

test.each([
  ['What did you say about the boiler?', 'What about the boiler?'],
  ['What did you suggest to me for the ferry?', 'What for the ferry?'],
  ['What did you tell me to ask the plumber?', 'What to ask the plumber?'],
  ['Which novel had you recommended to us?', 'Which novel ?'],
  ['What were you saying about the boiler?', 'What about the boiler?'],
  ['the novel you’ve once recommended', 'the novel'],
  ['Your advice on the figs?', 'on the figs?'],
  ['the pruning tips you gave me', 'the pruning'],
  ['How did you think I should prune the figs?', 'How I should prune the figs?'],
])('"%s" is about "%s"', (question, about) => {
  expect(withoutSaying(question)).toBe(about);
});

test.each([
  'What did you say?',
  'What was your advice?',
  'What did I tell you about the boiler?',
  'What did Marco suggest for the ferry?',
  'Can you recommend a plumber?',
  'What did you paint?',
  'Did Anna tell you she said yes?',
  'Where  is the ferry?',
  'Who sang "You said yes"?',
  'Did your sister say when she comes?',
])('"%s" stays as it is', (question) => {
  expect(withoutSaying(question)).toBe(question);
});
