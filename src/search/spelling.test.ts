import { expect, test } from 'vitest';
import { correct, doubtfulWords, isEnglish, slipsOf } from './spelling.ts';

const dictionary = new Set(
  'what did the does live where and in her of my is i see dentist support reading cats race son soon most'.split(' '),
);
const isWord = (word: string): boolean => dictionary.has(word);
const doubtfulIn = (question: string) => doubtfulWords(question, isWord).map(({ word }) => word);

/** What the question becomes where memories have these words, each in a number of them. */
function corrected(question: string, had: Readonly<Record<string, number>>, longer: readonly string[] = []): string {
  const doubtful = doubtfulWords(question, isWord);
  const meant = doubtful.map(({ word }) => {
    const slips = slipsOf(word, isWord).filter((slip) => slip.split(' ').every((part) => part in had || isWord(part)));
    return [word, { slips: Object.fromEntries(slips.map((slip) => [slip, had[slip] ?? 1])), longer }] as const;
  });
  return correct(question, doubtful, new Map(meant), isWord);
}

test('a word that the dictionary lacks is doubtful, up to eight of a question', () => {
  expect(doubtfulIn("Where does Mealnie live, and what did Zbignew's dentist see?")).toEqual(['mealnie', 'zbignew']);
  expect(doubtfulIn('zaaa zbbb zccc zddd zeee zfff zggg zhhh ziii')).toHaveLength(8);
});

test.each([
  ['short', 'Where is Zoi?'],
  ['with digits', 'What is abx42 and 7drei?'],
  ['of a file, a path or an address', 'What is in readmme.txt, src/serach, @mealnie, mealnie@home.example, #hastag?'],
  ['of a compound', 'What is the hnad-painted bowl?'],
  ['a contraction', "What hadnn't I see?"],
  ['an abbreviation', 'What is LGBQ?'],
  ['in a script without breaks', '我们上周去了哪里'],
  ['too long for a word', `What is ${'a'.repeat(21)}?`],
])('a word is meant as it stands: %s', (_, question) => {
  expect(doubtfulIn(question).filter((word) => !['bowl'].includes(word))).toEqual([]);
});

test('slips of a short word are letters that are swapped or doubled only', () => {
  expect(slipsOf('rcae', isWord)).toContain('race');
  expect(slipsOf('kira', isWord)).not.toContain('kara');
  expect(slipsOf('ibuprofin', isWord)).toContain('ibuprofen');
});

test.each([
  ['swapped', 'Where does Mealnie live?', 'Where does Melanie live?'],
  ['missing', 'Where does Melnie live?', 'Where does Melanie live?'],
  ['too many', "What is Melaanie's support?", "What is Melanie's support?"],
  ['another', 'Where does melamie live?', 'Where does melanie live?'],
  ['a blank', 'Where did I see thecats?', 'Where did I see the cats?'],
  ['a blank, but no single letter', 'What did I see of catst', 'What did I see of cats'],
])('a slip is corrected: %s', (_, question, meant) => {
  expect(corrected(question, { melanie: 3 })).toBe(meant);
});

test('of several words the likeliest is meant', () => {
  // A word of the dictionary, though fewer memories have it.
  expect(corrected('the poetry reafing', { realing: 9, reading: 1, poetry: 1 })).toBe('the poetry reading');
  // Letters that are only swapped.
  expect(corrected('see Marlno', { marlon: 1, marlo: 9 })).toBe('see Marlon');
  // What more memories have.
  expect(corrected('see kohlrubi', { kohlrabi: 1, kohlrobi: 2 })).toBe('see kohlrobi');
});

test('a word at the very end is completed', () => {
  expect(corrected('see wister', { winter: 9 }, ['wisteria'])).toBe('see wisteria');
  expect(corrected('see wister?', { winter: 9 })).toBe('see winter?');
  const isTyped = (question: string) => doubtfulWords(question, isWord).map((word) => word.isTyped);
  expect([isTyped('see wister'), isTyped('see wister?')]).toEqual([[true], [false]]);
  expect(corrected('see tarrag', {}, ['tarragon', 'tarragona'])).toBe('see tarragon tarragona');
});

test('a word for which memories have nothing stays', () => {
  expect(corrected('Where does Mealnie live?', {})).toBe('Where does Mealnie live?');
});

test.each([
  ['When did Melanie pain a sunrise', true],
  ['dentist appo', true],
  ['Für welche Firma haben wir uns entschieden', false],
  ["C'est quand, le déménagement de Mamie ?", false],
  ['¿Cuándo empieza la reforma de la cocina?', false],
  ['Kiedy to się stało i kto tam był?', false],
  ['Hvornår kommer børnene og hvor skal de have for?', false],
  ['Wanneer begint de verbouwing van de keuken?', false],
])('"%s" is English: %s', (question, is) => {
  expect(isEnglish(question)).toBe(is);
});
