import { getOrInsert } from '../get-or-insert.ts';
import { dateWordsIn } from './date-words.ts';
import { apart } from './joined-words.ts';
import { plainLetters, withoutCapitalI } from './plain-letters.ts';
import { partsOfWords } from './word-parts.ts';

/** Scripts without breaks between words, or in Hangul between a word and its particle: "서울에서", "in Seoul". */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('');
/** A letter of these scripts with its combining marks. */
const letter = String.raw`(?=[\p{L}\p{Nl}])[${scripts}]\p{M}*`;
const letters = new RegExp(letter, 'gu');
const unbrokenWord = new RegExp(`^(?:${letter}){2,}$`, 'u');

/** Whether a word may occur in texts of its script without breaks around it. A single letter does not count. */
export const standsUnbroken = (word: string): boolean => unbrokenWord.test(word);

const unbroken = new RegExp(letter, 'u');
/** A word of all other scripts. */
const brokenWord = new RegExp(String.raw`(?:(?![${scripts}])[\p{L}\p{M}])+`, 'gu');

/** A number with its unit, as part of a date: "5月", "2023년". */
const numberWithUnit = String.raw`(?<!\p{Nd})\p{Nd}{1,4}[年月日号號년월일]`;

const patterns = new Map<string, RegExp>();

/**
 * A run of more than 64 characters without a space. If the database's parser takes a part of it for an address, it reads to the end
 * to check, and again from the next part: 32,000 letters of "a1@a1@" took it 20 s; in parts of 64 they take 40 ms.
 */
const endless = /\S{64}(?=\S)/gu;
const ended = (text: string): string => text.replace(endless, '$& ');

/**
 * Inserts breaks: between words joined by a slash or a full stop without a space, into endless runs, and into scripts without breaks, where every two
 * adjacent letters become a word ("タワー" becomes "タワ ワー"), since the database takes a whole sentence for one word. Dates become words of their own.
 * In languages other than English the parts of words are added at the end (see word-parts.ts). Queries are broken by the same rule, so that a word finds
 * every text that contains it.
 */
export function withWordBreaks(text: string, language: string): string {
  const words = apart(withoutCapitalI(withoutTags(plainLetters(text)), language));
  const broken = (part: string, date: string | undefined) => ` ${date ?? wordsOf(part).join(' ')} `;
  const read = ended(unbroken.test(words) ? words.replace(patternOf(language), broken) : words);
  return language === 'en' ? read : withParts(read);
}

const withParts = (words: string): string => [words, ...partsOfWords(words, brokenWord)].join(' ');

/** Languages that break some texts differently: those with capitals of their own, and those whose month names have no breaks around them. */
const ownReadings = [
  { concerns: /[Iİ]/, languages: ['tr', 'az'] },
  { concerns: unbroken, languages: ['th', 'lo', 'km', 'my'] },
] as const;

/** A text with breaks between its words, by the languages of collections. */
interface Readings {
  readonly english: string;
  /** In other languages. */
  readonly usual: string;
  /** In those where it differs from the usual. */
  readonly own: Readonly<Record<string, string>>;
}

export function readingsOf(text: string): Readings {
  const english = withWordBreaks(text, 'en');
  const usual = withParts(english);
  const own = ownReadings
    .flatMap(({ concerns, languages }) => (concerns.test(text) ? languages : []))
    .map((language) => [language, withWordBreaks(text, language)] as const);
  return { english, usual, own: Object.fromEntries(own.filter(([, words]) => words !== usual)) };
}

/** Matches runs without breaks, capturing dates. */
const patternOf = (language: string): RegExp =>
  getOrInsert(patterns, language, () => {
    const date = [numberWithUnit, ...dateWordsIn(language).months.filter(standsUnbroken)].join('|');
    return new RegExp(`(${date})|(?:(?!${date})${letter})+`, 'gu');
  });

/**
 * Returns all pairs of adjacent letters, and single letters that are words: each Han letter ("猫"), and the first letter of a Hangul run, since many
 * words are one letter followed by a particle ("책을"). For 336 Chinese and Japanese questions with such words, lexical R@10 is .69 without them and
 * 1.0 with them (docs/adr/0012).
 */
function wordsOf(run: string): string[] {
  const found = run.match(letters) ?? [];
  if (found.length < 2) return found;
  return found.flatMap((letter, index) => {
    const next = found[index + 1];
    const isWord = han.test(letter) || (index === 0 && hangul.test(letter));
    return [...(isWord ? [letter] : []), ...(next === undefined ? [] : [`${letter}${next}`])];
  });
}

const han = /^\p{Script=Han}/u;
const hangul = /^\p{Script=Hangul}/u;

/** Tags that carry no information for search. */
const bareTag = String.raw`\/?(?:[abipqsu]|em|strong|small|code|pre|kbd|su[bp]|[bh]r|h[1-6]|[uod]l|li|d[td]|t[rhd]|table|thead|tbody|div|span|html|head|body|blockquote)\s*\/?>`;

/** What the database takes for the start of a tag, except bare ones. */
const opening = new RegExp(String.raw`<(?=[\p{L}_/])(?!${bareTag})`, 'gu');

/**
 * Breaks up tags, so that the words in them are found: the database drops everything between "<" and the next ">", however far away. "x<y and z>w",
 * `List<User>` and `<div class="hero">` had no words there. Bare HTML tags and comments stay, and are dropped.
 */
const withoutTags = (text: string): string => text.replace(opening, '< ');
