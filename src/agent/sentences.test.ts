import { expect, test } from 'vitest';
import { sentencesOf } from './sentences.ts';

test.each([
  ['en', ['I see Dr. Weber on Monday.', 'It is at 5 p.m. in St. Pauli.']],
  ['en', ['Mr. and Mrs. J. R. Smith live at No. 5.', 'They own a dog.']],
  ['en', ['Did you like it?', 'No.', 'It was I.', 'Wait...', 'J.R.R. Tolkien wrote it.']],
  ['en', ['The bus leaves at 5 p.m.', 'The train is late.', 'I turned 30.', 'She is 25.']],
  ['de', ['Ich war bei Prof. Dr. Müller.', 'Meine Schwester wohnt z. B. in Köln.', 'Am 3. Mai fahre ich.']],
  ['es', ['Vi al Sr. López y a la Dra. Ruiz.', 'Fue bien.']],
  [
    'en',
    ['I live at Lindenstr. 14, 10969 Berlin.', 'My number is 555, ext. 12.', 'It took 5 min.', 'The street is long.'],
  ],
  ['de', ['Siehe Art. 5, Abs. 3 des Vertrags.', 'Er gilt bis 31.12. 2027.', 'Ich war am 3.5. dort.']],
  ['es', ['Vivo en la Av. Libertad núm. 5.', 'Es grande.']],
  [
    'en',
    ['Three films are good: 1. Volver is slow.', '2. Roma.', '10. Nazarín came in 1959.', 'I saw 2.', 'All are sad.'],
  ],
  ['de', ['Zwei gehen: 1. Ein Hund.', '2. Eine Katze.']],
  ['zh', ['我买了车。', '它是红色的。']],
])('a text in %s is split into the sentences %j', (language, sentences) => {
  expect(sentencesOf(sentences.join(language === 'zh' ? '' : ' '), language)).toEqual(sentences);
});

test.each([
  ['full stops that end no sentence', 'A. '.repeat(10_000)],
  ['none', 'I pay 30 euro for the gym and '.repeat(1_000)],
  ['none, and no blanks', '安娜住在柏林'.repeat(5_000)],
  ['a word of any length', 'a'.repeat(30_000)],
])('a text with %s is split between words into parts of about 1,000 characters', (_, text) => {
  const parts = sentencesOf(text, 'en');
  expect(parts.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  expect(new Set(parts.flatMap((part) => part.split(' ')))).toEqual(
    text.includes(' ') ? new Set(text.trim().split(' ')) : new Set(parts),
  );
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(1_100);
  expect(parts.length).toBeLessThan(40);
});

test('a part of a text contains no half of a sign', () => {
  expect(sentencesOf('👍'.repeat(1_000), 'en').every((part) => part.isWellFormed())).toBe(true);
});
