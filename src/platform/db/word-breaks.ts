import { dateWordsIn } from './date-words.ts';

/** Languages that are written without breaks between words, by ISO 639 code. */
export const unbrokenLanguages = ['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my'] as const;

const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('');
/** A letter of these scripts with the marks above and below it. */
const letter = String.raw`(?=[\p{L}\p{Nl}])[${scripts}]\p{M}*`;
const letters = new RegExp(letter, 'gu');
const unbrokenWord = new RegExp(`^(?:${letter}){2,}$`, 'u');

/** Whether a word may stand in a text of its script without breaks around it. One letter alone is no word there. */
export const standsUnbroken = (word: string): boolean => unbrokenWord.test(word);

/** A part of a date: "5月", "2023年". */
const numberWithUnit = String.raw`(?<!\p{Nd})\p{Nd}{1,4}[年月日号號]`;

const patterns = new Map<string, RegExp>();

/** "artists/bands", and "home.I" where a blank was forgotten: the database takes both for the names of files. */
const runTogether = /(?<=\p{L})\/(?=\p{L})|(?<=\p{Ll}\p{Ll})\.(?=\p{Lu})/gu;

/**
 * More letters than these without a blank. Where the database's parser takes a part of them for an address, it reads on to their end
 * to see, and from the next part again: 32,000 letters of "a1@a1@" took it 20 s, in parts of 64 they take 40 ms.
 */
const endless = /\S{64}(?=\S)/gu;
/** What stands between blanks, has a full stop or an @, and ends. */
const chunk = /(?<!\S)(?=\S{1,64}(?!\S))[^\s.@]*[.@]\S*/gu;

/** "package.json", "os.path.join" or "help@example.org": the database takes each of these for one word. */
const joint = /[.@][\p{L}_]/u;
const joinedName = /[\p{L}\p{N}_]+(?:[.@][\p{L}_][\p{L}\p{N}_]*)+/gu;
const wordOfName = /^[\p{L}_].+$/u;

/**
 * Puts breaks between words that a slash or a full stop without a blank behind it holds together, and into what never ends. Behind names of files,
 * hosts and parts of programs come their words: who asks for `join` finds `os.path.join`, and who asks for all of it finds it first.
 */
export const withApartWords = (text: string): string => ended(apart(text));

/** A letter and its accent may be one character or two, which the database takes for different words: they become one. */
const apart = (text: string): string => {
  const broken = text.normalize('NFC').replace(runTogether, ' ');
  return joint.test(broken) ? broken.replace(chunk, withParts) : broken;
};

function withParts(given: string): string {
  if (!joint.test(given)) return given;
  const parts = (given.match(joinedName) ?? [])
    .flatMap((name) => name.split(/[.@]/))
    .filter((part) => wordOfName.test(part));
  return [given, ...parts].join(' ');
}

const ended = (text: string): string => text.replace(endless, '$& ');

/**
 * Puts breaks between words that are written together, and into a text of a language that has none: every two neighbouring letters become a word ("東京都" becomes "東京 京都"),
 * since the database takes a whole sentence for one word. Dates are words of their own. A question is broken by the same rule, so that a word of two letters or more finds every text that has it.
 */
export function withWordBreaks(text: string, language: string): string {
  if (!unbrokenLanguages.some((one) => one === language)) return withApartWords(text);
  const broken = (part: string, date: string | undefined) => ` ${date ?? bigrams(part).join(' ')} `;
  return ended(apart(text).replace(patternOf(language), broken));
}

/** What is written without breaks, and what of it is a date. */
function patternOf(language: string): RegExp {
  const known = patterns.get(language);
  if (known) return known;
  const names = dateWordsIn(language).months.filter((name) => !/\p{Nd}/u.test(name));
  const date = [numberWithUnit, ...names].join('|');
  const pattern = new RegExp(`(${date})|(?:(?!${date})${letter})+`, 'gu');
  patterns.set(language, pattern);
  return pattern;
}

function bigrams(run: string): string[] {
  const found = run.match(letters) ?? [];
  if (found.length < 2) return found;
  return found.slice(1).map((second, index) => `${found[index]}${second}`);
}
