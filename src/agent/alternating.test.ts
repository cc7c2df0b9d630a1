import { expect, test } from 'vitest';
import { alternating } from './alternating.ts';
import type { ToldTurn } from './prompt.ts';

const turns = (text: string): ToldTurn[] =>
  text.split(' ').map((one) => ({ role: one.startsWith('u') ? 'user' : 'assistant', text: one }));

test.each([
  ['u1', 'u1'],
  ['u1 a1 u2', 'u1 a1 u2'],
  ['u1 u2 a1 a2 u3 u4', 'u1+u2 a1+a2 u3+u4'],
  ['a1 u1', '… a1 u1'],
  ['a1 a2 u1', '… a1+a2 u1'],
])('%s become %s', (given, expected) => {
  const alternate = alternating(turns(given));
  expect(alternate.map(({ text }) => text.replaceAll('\n\n', '+')).join(' ')).toBe(expected);
  expect(alternate.map(({ role }) => role)).toEqual(alternate.map((_, n) => (n % 2 === 0 ? 'user' : 'assistant')));
});
