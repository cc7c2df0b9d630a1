import { oneWordOf } from '../../platform/word-lists.ts';

/** A word, also as the first of a sentence. */
const eitherCase = (word: string): string => `[${word.charAt(0).toUpperCase()}${word.charAt(0)}]${word.slice(1)}`;
const anyOf = (words: string): string => oneWordOf(words, eitherCase);

/** Words of English beside which "u" stands for "you"; in Dutch it is a word of its own, beside others. */
const beforeYou =
  anyOf(`do does did can could would will should shall are were have that what which when where how why who if as than thank
  to for with about told tell asked ask like love think`);
const afterYou =
  anyOf(`say said told tell think know recommend recommended suggest suggested advise advised gave mean remember
  and`);
/** Words of English before "ur", which stands for "your"; in Swedish it is a word of its own. */
const beforeYour = anyOf("what's whats is are on from for about to with and was did does do like love");

const wordStart = "(?<![\\p{L}\\p{N}'’&.-])";
const wordEnd = "(?![\\p{L}\\p{N}'’&.-]*[\\p{L}\\p{N}&])";
const you = new RegExp(
  `(?<=${wordStart}${beforeYou} )u${wordEnd}|${wordStart}u(?= ${afterYou}(?![\\p{L}\\p{N}]))`,
  'gu',
);
const your = new RegExp(`(?<=${wordStart}${beforeYour} )ur${wordEnd}`, 'gu');

/**
 * Returns an English question with "u" and "ur" as the words that they stand for. As rare words they would find whatever else is written so. "The
 * U" and "u.s." stay, and what other languages call so.
 */
export const writtenOut = (question: string): string => question.replaceAll(you, 'you').replaceAll(your, 'your');
