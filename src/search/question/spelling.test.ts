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
  const meant = doubtful.map((one) => {
    const { known, others } = slipsOf(one, isWord);
    const slips = [...known, ...others.filter((slip) => slip in had)];
    return [one.word, { slips: Object.fromEntries(slips.map((slip) => [slip, had[slip] ?? 1])), longer }] as const;
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
  ['a name in code, or of a firm', 'What is useEffekt, and where is the iPhne?'],
  ['in a script without breaks', '我们上周去了哪里'],
  ['too long for a word', `What is ${'a'.repeat(21)}?`],
])('a word is meant as it stands: %s', (_, question) => {
  expect(doubtfulIn(question).filter((word) => !['bowl'].includes(word))).toEqual([]);
});

const slipsIn = (word: string) => Object.values(slipsOf({ word, isName: false }, isWord)).flat();

test('slips of a short word are letters that are swapped or doubled only', () => {
  expect(slipsIn('rcae')).toContain('race');
  expect(slipsIn('kira')).not.toContain('kara');
  expect(slipsIn('ibuprofin')).toContain('ibuprofen');
});

test('the first letter is meant, unless it is swapped with the second', () => {
  expect(slipsIn('upport')).not.toContain('support');
  expect(slipsIn('dupport')).not.toContain('support');
  expect(slipsIn('usport')).toContain('suport');
});

test('slips of a regular form of a known word are letters that are swapped or doubled only', () => {
  const known = (word: string) => slipsOf({ word, isName: false }, isWord);
  expect(known('raeding').known).toContain('reading');
  expect(known('racer').known).toEqual([]);
  expect(known('racer').others).not.toContain('racers');
  expect(slipsOf({ word: 'sees', isName: false }, (word) => ['see', 'seas'].includes(word)).known).toEqual([]);
  expect(slipsOf({ word: 'runing', isName: false }, (word) => ['rune', 'running'].includes(word)).known).toEqual([
    'running',
  ]);
});

test('no blank is forgotten in a name within a question, or between a word and a mere prefix', () => {
  const words = new Set(['red', 'is', 're', 'start', 'the', 'cats']);
  const pairs = (question: string) =>
    doubtfulWords(question, (word) => words.has(word)).map((one) => slipsOf(one, (word) => words.has(word)).known);
  expect(pairs('redis')).toEqual([['red is']]);
  expect(pairs('the Redis')).toEqual([[]]);
  expect(pairs('Thecats')).toEqual([['the cats']]);
  expect(pairs('restart')).toEqual([[]]);
});

test.each([
  ['swapped', 'Where does Mealnie live?', 'Where does Melanie live?'],
  ['missing', 'Where does Melnie live?', 'Where does Melanie live?'],
  ['too many', "What is Melaanie's support?", "What is Melanie's support?"],
  ['another', 'Where does melamie live?', 'Where does melanie live?'],
  ['a blank', 'Where did I see thecats?', 'Where did I see the cats?'],
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
  // A single letter is no word.
  expect(corrected('What did I see of catst', {})).toBe('What did I see of catst');
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
