import { compatibleForm } from './compatible-form.ts';

/** Letters, digits and marks that look alike or are invisible, but that the database treats as different. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const eachInvisible = /\p{Default_Ignorable_Code_Point}/gu;
/** A zero-width break between words or, in Persian ("\u06a9\u062a\u0627\u0628\u200c\u0647\u0627"), between a word and its ending. */
const unseenBreak = /\u200b|(?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic})/gu;
const word = /[\p{L}\p{Nd}]+/gu;
const otherDigit = /[^\P{Nd}0-9]/gu;
/** Vowel points of Hebrew and Arabic, and the stroke that lengthens an Arabic word: hardly anybody types them. */
const pointing = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]/gu;
/** The letters of a Persian keyboard, and of an Arabic one. */
const [persianYeh, arabicYeh, persianKaf, arabicKaf] = ['\u06cc', '\u064a', '\u06a9', '\u0643'] as const;

/**
 * Normalises a text to the letters that words are compared by: letters with accents as one character, of standard width and form
 * ("\uff21\uff11", "\ufb01"), digits of any script as 0 to 9, no soft hyphens, direction marks or joiners, Hebrew and Arabic without vowels, and
 * Persian in Arabic letters. Source: what Unicode calls compatible (NFKC) and ignorable, and Lucene's ArabicNormalizer and PersianNormalizer, the rest
 * of which Postgres' stemmer does.
 */
export function plainLetters(text: string): string {
  const seen = invisible.test(text) ? text.replace(unseenBreak, ' ').replace(eachInvisible, '') : text;
  const composed = seen.normalize('NFC');
  const usual =
    compatibleForm(composed) === composed ? composed : composed.replace(word, (one) => one.normalize('NFKC'));
  const bare = usual.replace(pointing, '').replaceAll(persianYeh, arabicYeh).replaceAll(persianKaf, arabicKaf);
  return bare.replace(otherDigit, asLatin);
}

const digit = /\p{Nd}/u;

/** The digits of a script are consecutive code points from 0 to 9, and adjacent only to another such run. */
function asLatin(one: string): string {
  const codePoint = one.codePointAt(0) ?? 0;
  let first = codePoint;
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((codePoint - first) % 10);
}

/** In Turkish and Azerbaijani the lower case of "I" is "\u0131", and that of "\u0130" is "i". */
export const withoutCapitalI = (text: string, language: string): string =>
  language === 'tr' || language === 'az' ? text.replaceAll('I', '\u0131').replaceAll('\u0130', 'i') : text;
