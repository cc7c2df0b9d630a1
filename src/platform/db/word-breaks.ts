import { dateWordsIn } from './date-words.ts';
import { apart } from './joined-words.ts';
import { withoutTags } from './markup.ts';
import { plainLetters, withoutCapitalI } from './plain-letters.ts';

/** Without breaks between words, or in Hangul between a word and what it is in the sentence: "서울에서", "in Seoul". */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('');
/** A letter of these scripts with the marks above and below it. */
const letter = String.raw`(?=[\p{L}\p{Nl}])[${scripts}]\p{M}*`;
const letters = new RegExp(letter, 'gu');
const unbrokenWord = new RegExp(`^(?:${letter}){2,}$`, 'u');

/** Whether a word may stand in a text of its script without breaks around it. One letter alone is no word there. */
export const standsUnbroken = (word: string): boolean => unbrokenWord.test(word);

const unbroken = new RegExp(letter, 'u');

/** A part of a date: "5月", "2023년". */
const numberWithUnit = String.raw`(?<!\p{Nd})\p{Nd}{1,4}[年月日号號년월일]`;

const patterns = new Map<string, RegExp>();

/**
 * More letters than these without a blank. Where the database's parser takes a part of them for an address, it reads on to their end
 * to see, and from the next part again: 32,000 letters of "a1@a1@" took it 20 s, in parts of 64 they take 40 ms.
 */
const endless = /\S{64}(?=\S)/gu;
const ended = (text: string): string => text.replace(endless, '$& ');

/**
 * Puts breaks between words that a slash or a full stop without a blank behind it holds together, into what never ends, and into what is written without any: every two
 * neighbouring letters become a word there ("タワー" becomes "タワ ワー"), since the database takes a whole sentence for one word. Dates are words of their own. A question is
 * broken by the same rule, so that a word finds every text that has it.
 */
export function withWordBreaks(text: string, language: string): string {
  const words = apart(withoutCapitalI(withoutTags(plainLetters(text)), language));
  const broken = (part: string, date: string | undefined) => ` ${date ?? wordsOf(part).join(' ')} `;
  return ended(unbroken.test(words) ? words.replace(patternOf(language), broken) : words);
}

/** Languages that read a text otherwise than all others: by the names of their months, which stand unbroken, or by their capitals. */
const ownReadings = ['th', 'lo', 'km', 'my', 'tr', 'az'] as const;

/** How a text is read in most languages, and in those that read it otherwise. */
export function readingsOf(text: string): { readonly usual: string; readonly own: Readonly<Record<string, string>> } {
  const usual = withWordBreaks(text, 'en');
  const own = ownReadings.map((language) => [language, withWordBreaks(text, language)] as const);
  return { usual, own: Object.fromEntries(own.filter(([, words]) => words !== usual)) };
}

/** What is written without breaks, and what of it is a date. */
function patternOf(language: string): RegExp {
  const known = patterns.get(language);
  if (known) return known;
  const date = [numberWithUnit, ...dateWordsIn(language).months.filter(standsUnbroken)].join('|');
  const pattern = new RegExp(`(${date})|(?:(?!${date})${letter})+`, 'gu');
  patterns.set(language, pattern);
  return pattern;
}

/**
 * Every two neighbours, and what is a word alone: each letter of Han ("猫"), and the first of a run of Hangul, of which many words have one letter and a particle behind
 * ("책을"). Of 336 Chinese and Japanese questions with such words R@10 by words is .69 without them and 1.0 with them (docs/adr/0012).
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
