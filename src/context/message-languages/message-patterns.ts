import { getOrInsert } from '../../platform/get-or-insert.ts';
import { ofWords, oneOf, withPlainLetters, wordSet } from '../../platform/word-lists.ts';
import { messageLanguages } from './languages.ts';
import { type MessageLanguage, requests } from './message-language.ts';

/** What a language says, as patterns. */
export interface MessagePatterns {
  readonly idleStart: RegExp;
  /** A greeting, or a word before what is said. */
  readonly before: RegExp;
  readonly smallTalk: RegExp;
  readonly begins: RegExp;
  readonly aboutUs: RegExp;
  readonly lastTime: RegExp;
  readonly goesOn: RegExp;
  readonly question: RegExp;
  readonly joint: RegExp;
  readonly isUnbroken: boolean;
  readonly requests: readonly RegExp[];
  /** Signs that count where something is asked. */
  readonly signs: readonly RegExp[];
  readonly parts: RegExp;
  /** Returns the names of the signs in a text. */
  readonly signsIn: (text: string) => readonly string[];
  /** Whether a word is one of questions, or a small one. */
  readonly isOfForm: (word: string) => boolean;
  /** Whether a text has no words but those of talk. */
  readonly isTalk: (text: string) => boolean;
}

/** Returns the beginning of a message as patterns read it: in composed form, with plain apostrophes. */
export const beginningAsRead = (message: string, most: number): string =>
  message.slice(0, most).normalize('NFKC').slice(0, most).replaceAll('’', "'");

/** Cuts until nothing is cut any more: one pattern that repeats what is cut would try all of its combinations. */
export function cutStepByStep(text: string, cut: (text: string) => string): string {
  let rest = text;
  for (;;) {
    const shorter = cut(rest);
    if (shorter === rest) return rest;
    rest = shorter;
  }
}

/** A pattern that fits nothing. */
export const never = '(?!)';
const either = (lines: string | undefined): string => (lines === undefined ? never : withPlainLetters(oneOf(lines)));

/** Returns what compiles the patterns of a language: between word boundaries, if it has any. `\b` only knows ASCII letters. */
export const compilerFor =
  ({ isUnbroken }: MessageLanguage) =>
  (lines: string | undefined, flags = 'u') =>
    new RegExp(isUnbroken ? either(lines) : ofWords(either(lines)), flags);

/** A pattern of words that stand without breaks between them: the longest one counts. */
export const anyUnbroken = (words: ReadonlySet<string>): RegExp =>
  new RegExp([...words].sort((one, other) => other.length - one.length).join('|'), 'gu');

const sign = String.raw`[\s,.!?;:)。！？،؟।~〜–-]`;
/** What may follow a greeting or an idle word. */
const ends = `(?:${sign}+|$)`;

const greetings = oneOf(messageLanguages.map(({ greeting }) => greeting.trim()).join('\n'));
export const hasGreeting = new RegExp(`(?:^|${sign})${greetings}${ends}`, 'u');
export const greetingStart = new RegExp(`^${greetings}${ends}`, 'u');
const greetingsByName = oneOf(messageLanguages.flatMap(({ greetingByName = [] }) => greetingByName).join('\n'));
/** "hi pip", "Hallo Anna" */
export const greetsByName = new RegExp(String.raw`^${greetingsByName}[, ]+\p{L}[\p{L}\p{M}'-]*$`, 'u');

function compile(language: MessageLanguage): MessagePatterns {
  const { isUnbroken, signs } = language;
  const somewhere = (lines: string | undefined) => new RegExp(either(lines), 'u');
  const words = compilerFor(language);
  const signed = Object.entries(signs).map(([name, lines]) => ({ name, pattern: words(lines) }));
  const patternsOf = (isRequest: boolean) =>
    signed.filter(({ name }) => requests.has(name) === isRequest).map(({ pattern }) => pattern);
  const question = words(language.question, 'gu');
  const small = wordSet(language.small);
  return {
    idleStart: new RegExp(`^${either(language.idle)}${ends}`, 'u'),
    before: new RegExp(`^(?:${greetings}|${either(language.before)})${ends}`, 'u'),
    smallTalk: words(language.smallTalk),
    begins: new RegExp(`^${either(language.begins)}$`, 'u'),
    aboutUs: somewhere(language.aboutUs),
    lastTime: somewhere(language.lastTime),
    goesOn: somewhere(language.goesOn),
    question,
    isUnbroken: isUnbroken ?? false,
    joint: new RegExp(`[,;:、]|${words(language.and).source}`, 'u'),
    requests: patternsOf(true),
    signs: patternsOf(false),
    signsIn: (text) => signed.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name),
    isOfForm: (word) => small.has(word) || word.match(question)?.[0] === word,
    parts: words(language.parts),
    isTalk: talkOf(language),
  };
}

/** Enough for a greeting and a question; who writes more has something to say. */
const mostWordsOfTalk = 25;

function talkOf({ isUnbroken, talk = '' }: MessageLanguage): (text: string) => boolean {
  const known = wordSet(talk);
  if (isUnbroken) {
    const whole = anyUnbroken(known);
    return (text) => text.length <= 2 * mostWordsOfTalk && !/[\p{L}\p{N}]/u.test(text.replace(whole, ''));
  }
  return (text) => {
    const words = wordsIn(text);
    return words.length <= mostWordsOfTalk && words.every((word) => known.has(word));
  };
}

/** Runs of letters and digits. */
export const anyWord = /[\p{L}\p{M}\p{N}]+/gu;

export const wordsIn = (text: string): string[] => text.match(anyWord) ?? [];

type LanguagesByWord = ReadonlyMap<string, readonly { readonly language: MessageLanguage }[]>;

const languagesBy = (wordsOf: (language: MessageLanguage) => string): LanguagesByWord =>
  Map.groupBy(
    messageLanguages.flatMap((language) => [...wordSet(wordsOf(language))].map((word) => ({ word, language }))),
    ({ word }) => word,
  );

const bySmallWord = languagesBy(({ small }) => small);
const byEmptyWord = languagesBy(({ isUnbroken, small, back }) => {
  const empty = back?.empty ?? '';
  return `${small} ${isUnbroken ? [...empty].join(' ') : empty}`.trim();
});
/** A word, or a letter of a script without breaks. */
const tokens = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]|[\p{L}\p{M}]+/gu;

const tokensOf = (text: string): string[] => text.toLowerCase().match(tokens) ?? [];

const compiled = new Map<MessageLanguage, MessagePatterns>();

function likeliest(
  words: readonly string[],
  lists: readonly LanguagesByWord[],
  fewest: number,
): readonly MessageLanguage[] {
  const counts = new Map(messageLanguages.map((language) => [language, 0]));
  for (const { language } of lists.flatMap((byWord) => words.flatMap((word) => byWord.get(word) ?? [])))
    counts.set(language, (counts.get(language) ?? 0) + 1);
  const most = Math.max(fewest, ...counts.values());
  return messageLanguages.filter((language) => counts.get(language) === most);
}

/** Least share of the words of a text that its language knows; small ones count twice. */
const leastKnown = 0.5;

/** Returns the languages of which a text in lower case has most words; none if it has hardly any. */
export function languagesIn(text: string): readonly MessageLanguage[] {
  const words = tokensOf(text);
  return likeliest(words, [bySmallWord, byEmptyWord], Math.max(1, leastKnown * words.length));
}

/** Returns the patterns of the languages that a text may be in: those with most of its small words. */
export const patternsFor = (text: string): readonly MessagePatterns[] =>
  likeliest(tokensOf(text), [bySmallWord], 0).map((language) =>
    getOrInsert(compiled, language, () => compile(language)),
  );

const sounds = messageLanguages.flatMap((language) => {
  const { hesitations } = language;
  if (hesitations === undefined) return [];
  return [{ language, pattern: new RegExp(String.raw`${ofWords(`(?:${hesitations})`)}(?:\s*[,.…-]+)?\s*`, 'giu') }];
});

/** Only the first may have a capital: "ben" is a sound in French, and Ben a name. */
const unlessName = (sound: string, at: number): string => (at === 0 || sound === sound.toLowerCase() ? '' : sound);

/**
 * Returns a text without the sounds of somebody who looks for words; only those of a language that the rest may be in, since "um" is a
 * word in German and in Portuguese.
 */
export function withoutHesitations(text: string): string {
  for (const { language, pattern } of sounds) {
    const rest = text.replace(pattern, unlessName);
    if (rest !== text && likeliest(tokensOf(rest), [bySmallWord], 0).includes(language)) return rest;
  }
  return text;
}
