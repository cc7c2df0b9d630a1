import { getOrInsert } from '../../platform/get-or-insert.ts';
import { ofWords, oneOf, withPlainLetters, wordSet } from '../../platform/word-lists.ts';
import { messageLanguages } from './languages.ts';
import { type MessageLanguage, requests } from './message-language.ts';

/** What a language says, as patterns. */
export interface MessagePatterns {
  readonly idleStart: RegExp;
  readonly smallTalk: RegExp;
  readonly begins: RegExp;
  readonly aboutUs: RegExp;
  readonly lastTime: RegExp;
  readonly goesOn: RegExp;
  readonly question: RegExp;
  readonly joint: RegExp;
  readonly requests: readonly RegExp[];
  /** Signs that count where something is asked. */
  readonly signs: readonly RegExp[];
  readonly parts: RegExp;
  /** Whether a text has no words but those of talk. */
  readonly isTalk: (text: string) => boolean;
}

const never = '(?!)';
const either = (lines: string | undefined): string => (lines === undefined ? never : withPlainLetters(oneOf(lines)));

const sign = String.raw`[\s,.!?;:)。！？،؟।~〜–-]`;
/** What may follow a greeting or an idle word. */
const ends = `(?:${sign}+|$)`;

const greetings = oneOf(messageLanguages.map(({ greeting }) => greeting.trim()).join('\n'));
export const hasGreeting = new RegExp(`(?:^|${sign})${greetings}${ends}`, 'u');
export const greetingStart = new RegExp(`^${greetings}${ends}`, 'u');

function compile(language: MessageLanguage): MessagePatterns {
  const { isUnbroken, signs } = language;
  const somewhere = (lines: string | undefined, flags = 'u') => new RegExp(either(lines), flags);
  /** Between word boundaries; `\b` only knows ASCII letters. */
  const words = (lines: string | undefined, flags = 'u') =>
    isUnbroken ? somewhere(lines, flags) : new RegExp(ofWords(either(lines)), flags);
  const patternsOf = (isRequest: boolean) =>
    Object.entries(signs).flatMap(([sign, lines]) => (requests.has(sign) === isRequest ? [words(lines)] : []));
  return {
    idleStart: new RegExp(`^${either(language.idle)}${ends}`, 'u'),
    smallTalk: words(language.smallTalk),
    begins: new RegExp(`^${either(language.begins)}$`, 'u'),
    aboutUs: somewhere(language.aboutUs),
    lastTime: somewhere(language.lastTime),
    goesOn: somewhere(language.goesOn),
    question: words(language.question, 'gu'),
    joint: new RegExp(`[,;:、]|${words(language.and).source}`, 'u'),
    requests: patternsOf(true),
    signs: patternsOf(false),
    parts: words(language.parts),
    isTalk: talkOf(language),
  };
}

/** Enough for a greeting and a question; who writes more has something to say. */
const mostWordsOfTalk = 25;

function talkOf({ isUnbroken, talk = '' }: MessageLanguage): (text: string) => boolean {
  const known = wordSet(talk);
  if (isUnbroken) {
    const longestFirst = [...known].sort((one, other) => other.length - one.length).join('|');
    const whole = new RegExp(longestFirst, 'gu');
    return (text) => text.length <= 2 * mostWordsOfTalk && !/[\p{L}\p{N}]/u.test(text.replace(whole, ''));
  }
  return (text) => {
    const words = wordsIn(text);
    return words.length <= mostWordsOfTalk && words.every((word) => known.has(word));
  };
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** By small word, the languages that have it. */
const bySmallWord = Map.groupBy(
  messageLanguages.flatMap((language) => [...wordSet(language.small)].map((word) => ({ word, language }))),
  ({ word }) => word,
);
/** A word, or a letter of a script without breaks. */
const tokens = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]|[\p{L}\p{M}]+/gu;

const compiled = new Map<MessageLanguage, MessagePatterns>();

/** Returns the patterns of the languages that a text may be in: those with the most of its words. */
export function patternsFor(text: string): readonly MessagePatterns[] {
  const counts = new Map(messageLanguages.map((language) => [language, 0]));
  for (const token of text.match(tokens) ?? [])
    for (const { language } of bySmallWord.get(token) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return messageLanguages
    .filter((language) => counts.get(language) === most)
    .map((language) => getOrInsert(compiled, language, () => compile(language)));
}
