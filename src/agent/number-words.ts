import { ones, ordinalOnes, ordinalTeens, teens, tens } from '../search/ranking/english-numbers.ts';

const below20 = ['zero', ...ones, ...teens];
const ordinalsBelow20 = ['zeroth', ...ordinalOnes, ...ordinalTeens];
const ordinalTens = tens.map((word) => word.replace('y', 'ieth'));
const ten = 10;
const hundred = 100;
const thousand = 1_000;

const numbered = (words: readonly string[], of: (at: number) => number) =>
  words.map((word, at) => [word, of(at)] as const);
const values = new Map([
  ...numbered(below20, (at) => at),
  ...numbered(tens, (at) => (at + 2) * ten),
  ['hundred', hundred] as const,
  ['thousand', thousand] as const,
]);
const ordinals = new Map([...numbered(ordinalsBelow20, (at) => at), ...numbered(ordinalTens, (at) => (at + 2) * ten)]);
/** "Nineteen sixty two", "twenty twenty six" */
const centuries = new Set([19, 20]);

const anyOrdinal = [...ordinals.keys()].join('|');
const anyNumber = [...values.keys()].join('|');
const run = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’])(?:(?:${anyNumber})(?:(?:\s+and)?[\s-]+(?:${anyNumber}))*(?:(?:\s+and)?[\s-]+(?:${anyOrdinal}))?|(?:${anyOrdinal}))(?![\p{L}\p{N}'’])`,
  'giu',
);
/** "1,850" */
const grouped = /(?<=\d),(?=\d{3}(?!\d))/gu;

/** Returns an English text with its numbers in digits: "one hundred and twelve" as "112", "the twenty second" as "the 22nd". */
export const withDigits = (text: string): string => text.replace(grouped, '').replace(run, inDigits);

/** A number that is being read, and below what the next word has to be to be added to it. */
interface ReadNumber {
  readonly value: number;
  readonly room: number;
}

function inDigits(words: string): string {
  const said = words.toLowerCase().split(/[\s-]+/u);
  const read: string[] = [];
  let number: ReadNumber | null = null;
  const end = (ending = '') => {
    if (number) read.push(`${number.value}${ending}`);
    number = null;
  };
  for (const word of said) {
    if (word === 'and') {
      if (roomOf(number) >= hundred) continue;
      end();
      read.push(word);
      continue;
    }
    const value = ordinals.get(word) ?? values.get(word) ?? 0;
    const longer = joined(number, value);
    if (longer === null) end();
    number = longer ?? { value, room: roomAfter(value) };
    if (ordinals.has(word)) end(endingOf(number.value));
  }
  end();
  return read.join(' ');
}

const roomOf = (number: ReadNumber | null): number => number?.room ?? 0;
const roomAfter = (value: number): number => (value >= hundred ? value : value >= 2 * ten ? ten : 0);

/** Returns a number with one more word; null: the word begins another one. */
function joined(number: ReadNumber | null, value: number): ReadNumber | null {
  if (number === null || value === 0) return null;
  const last = number.value % thousand;
  if (value === hundred)
    return last > 0 && last < hundred ? { value: number.value + (hundred - 1) * last, room: hundred } : null;
  if (value === thousand) return number.value < thousand ? { value: number.value * thousand, room: thousand } : null;
  if (value < number.room) return { value: number.value + value, room: roomAfter(value) };
  const isYear = centuries.has(number.value) && value >= ten;
  return isYear ? { value: number.value * hundred + value, room: roomAfter(value) } : null;
}

function endingOf(value: number): string {
  const isTeen = Math.floor((value % hundred) / ten) === 1;
  return (isTeen ? undefined : ['th', 'st', 'nd', 'rd'][value % ten]) ?? 'th';
}
