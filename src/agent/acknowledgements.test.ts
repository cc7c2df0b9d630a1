import { expect, test } from 'vitest';
import { acknowledgedSentences } from './acknowledgements.ts';

const rest = (text: string, language = 'en') => acknowledgedSentences(text, language).join(' ');

test('acknowledgements before and between sentences are left out', () => {
  expect(rest('Noted: I live in Vienna.')).toBe('I live in Vienna.');
  expect(rest('Got it. I’ll remember that you live in Vienna.')).toBe('you live in Vienna.');
  expect(rest('Okay, thanks for telling me! You live in Vienna. I will keep that in mind.')).toBe(
    'You live in Vienna.',
  );
  expect(rest('According to what you told me earlier, you live in Vienna.')).toBe('you live in Vienna.');
});

test('they are known in the languages of the extractive agent, and those of English in all', () => {
  for (const [language, text, told] of [
    ['de', 'Alles klar, ich merke mir, dass Anna in Graz wohnt.', 'Anna in Graz wohnt.'],
    ['es', 'Entendido: según me dijiste, Ana vive en Cádiz.', 'Ana vive en Cádiz.'],
    ['fr', 'C’est noté, Anne habite à Lyon.', 'Anne habite à Lyon.'],
    ['it', 'Va bene, mi hai detto che Anna abita a Pisa.', 'Anna abita a Pisa.'],
    ['pt', 'Anotado! Você me disse que a Ana mora em Faro.', 'a Ana mora em Faro.'],
    ['nl', 'Begrepen, zoals je zei: Anna woont in Gent.', 'Anna woont in Gent.'],
    ['zh', '好的，记住了：安娜住在格拉茨。', '安娜住在格拉茨。'],
    ['ja', 'わかりました。アンナはグラーツに住んでいます。', 'アンナはグラーツに住んでいます。'],
    ['de', 'Noted: Anna wohnt in Graz.', 'Anna wohnt in Graz.'],
    ['sv', 'Okay, Anna bor i Lund.', 'Anna bor i Lund.'],
  ] as const) {
    expect(rest(text, language), text).toBe(told);
  }
});

test('what says more than that is kept, and so is an acknowledgement alone', () => {
  for (const text of [
    'No, you live in Vienna.',
    'Noted in your diary: the concert.',
    'Great news: you live in Vienna.',
    'You should remember that you live in Vienna.',
    'Sure you live in Vienna.',
    'Understood.',
  ]) {
    expect(rest(text)).toBe(text);
  }
});
