import { expect, test } from 'vitest';
import { makeNote } from './fixtures/make-note.ts';
import { ofAnotherThanNamed } from './of-named.ts';

const [jon, mia] = [makeNote('Hi.', 1, { speaker: 'Jon' }), makeNote('Hi.', 2, { speaker: 'Mia Berg' })];

const isOfAnother = (question: string, note: typeof jon, sentence: string, language = 'en') =>
  ofAnotherThanNamed(question, [jon, mia], language)(note, sentence);

test.each([
  ['Which race did Jon run?', mia, 'I ran a race in May.'],
  ['Which race did Jon run?', mia, 'Thanks, Jon! I ran a race in May.'],
  ['Which race did Jon run?', mia, 'Well done, Jon, my race was slower.'],
  ['Which race did Jon run?', jon, 'Your race sounds great!'],
  ["What is Mia's job?", jon, 'I am a baker.'],
])('%s is not answered by somebody else of themselves, nor of somebody else: %#', (question, note, sentence) => {
  expect(isOfAnother(question, note, sentence)).toBe(true);
});

test.each([
  ['Which race did Jon run?', jon, 'I ran a race in May.'],
  ['Which race did Jon run?', mia, 'I saw the race that Jon ran.'],
  ['Which race did Jon run?', mia, 'I liked how you ran.'],
  ['Which race did Jon run?', mia, 'The race is in May.'],
  ['Which race did Jon run?', jon, 'Our race was like yours.'],
  ['Which race did I run?', mia, 'I ran a race in May.'],
  ['Which race did Tom run?', mia, 'I ran a race in May.'],
  ['Which race did Jon recommend?', jon, 'You should run in Kiel.'],
  ['Which race did Jon and Mia run?', jon, 'Your race sounds great!'],
  ['Jon, which race is next?', mia, 'I run in May.'],
])('%s may be answered by a sentence: %#', (question, note, sentence) => {
  expect(isOfAnother(question, note, sentence)).toBe(false);
});

test('in German, "sie" may be somebody else than the listener', () => {
  expect(isOfAnother('Was läuft Jon?', mia, 'Ich laufe im Mai.', 'de')).toBe(true);
  expect(isOfAnother('Was läuft Jon?', jon, 'Sie läuft im Mai.', 'de')).toBe(false);
  expect(isOfAnother('Vad springer Jon?', mia, 'Jag springer i maj.', 'sv')).toBe(false);
});
