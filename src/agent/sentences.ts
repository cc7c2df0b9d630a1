import { hesitations } from '../platform/hesitations.ts';
import { wordSet } from '../platform/word-lists.ts';
import { dateWordsIn } from '../platform/words/date-words.ts';
import { formsByLanguage } from './forms-in.ts';
import { regularFormOf } from './irregular-forms.ts';
import { withDigits } from './number-words.ts';
import { stemmerOf } from './stemmers.ts';

/** Number of characters whose words are read within some milliseconds, before other work gets a turn. */
export const turnCharacters = 5_000;

/** A longer sentence, such as a list or a text without full stops, is split between words: readers of sentences compare their words with all others. */
const longestSentence = 1_000;
/** Longest word that is not split. */
const longestWord = 64;

/** Splits a text into sentences by the rules of the language. */
export function sentencesOf(text: string, language: string): string[] {
  const sentences: string[] = [];
  let last = '';
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    const isItem = sentences.at(-1) === last && numberOfItem.test(last);
    if (isItem || goesOn(last, segment, language)) sentences.push(`${sentences.pop() ?? ''}${segment}`);
    else sentences.push(segment);
    last = segment;
  }
  return sentences.flatMap((sentence) => inParts(sentence.trim())).filter((sentence) => sentence !== '');
}

/** Returns a sentence, or about equal parts of one that is too long. */
function inParts(sentence: string): string[] {
  const count = Math.ceil(sentence.length / longestSentence);
  if (count < 2) return [sentence];
  const length = Math.ceil(sentence.length / count);
  const part = new RegExp(String.raw`[^]{1,${length}}(?:\S{0,${longestWord}}(?!\S))?`, 'gu');
  return (sentence.match(part) ?? []).map((one) => one.trim());
}

/** As many words without any mark are several sentences, as in transcripts of speech. */
const longestRunOn = 40;
const runOn = new RegExp(String.raw`(?:[\p{L}\p{N}'’-]+\s+){${longestRunOn},}[\p{L}\p{N}'’-]+`, 'u');
/** Of 15 to 25 words, up to one that begins a clause, if any does; else of 25. */
const partOfRunOn = /(?:\S+\s+){14,24}?\S+(?=\s+(?:and|but|so|because|then|um|uh)\s)|(?:\S+\s+){0,24}\S+/gu;

/** Returns the parts of a sentence that may be quoted: an English one that goes on and on has several. */
export const quotableParts = (sentence: string): string[] =>
  runOn.test(sentence) ? (sentence.match(partOfRunOn) ?? []) : [sentence];

/**
 * Whether the full stop before a segment does not end a sentence:
 * "Dr. Weber", "No. 5", "Lindenstr. 14", "J. R. R. Tolkien", "z. B. Wien", "am 3. Mai".
 */
function goesOn(last: string, next: string, language: string): boolean {
  if (shortened.test(last) || (numbered.test(last) && /^\d/.test(next))) return true;
  if (dayAndMonth.test(last) && /^\d{4}\b/.test(next)) return true;
  return ordinal.test(last) && dateWordsIn(language).months.some((month) => next.startsWith(month));
}

/** Abbreviations before names. Source: CLDR's suppressions list for full stops; those of it that hardly ever end a sentence. */
const titles =
  `Dr|Dra|Drs|Mr|Mrs|Ms|Mme|Mlle|Mgr|Prof|Profa|Rev|Hon|Gen|Sen|Rep|Gov|Capt|Cpt|Lt|Sgt|Col|Maj|Sr|Sra|Srta|Sres|Sig|Dott|Ing
  |Hr|Fr|Frl|St|Ste|Mt|Ft|Bd|Av|Avda|Avd|Pza|vs|vgl|bzw|ca|ggf|ул|им`.replaceAll(/\s/g, '');
/** Initials: one letter, or several with full stops; "I." and a.m./p.m. are none. */
const initials = String.raw`(?!I\.|[ap]\.m\.)(?:\p{L}\.)*\p{L}`;
const shortened = new RegExp(String.raw`(?:^|[\s(„“"«])(?:${titles}|${initials})\.\s*$`, 'u');
/** Abbreviations before numbers: "Lindenstr. 14", "Abs. 3", "ext. 12". */
const numbered =
  /(?:^|[\s(-])(?:No|Núm|réf|cap|\p{L}*str|pl|\p{L}*nr|art|abs|abb|ziff|kap|tel|apt|ext|fig|sec|vol|ch|pp?|approx|min|max)\.\s*$/iu;
/** A segment that is nothing but "1.", as in "1. Volver. 2. Roma.", or ends in it, as in "Three films: 1. Volver." */
const numberOfItem = /(?:^|:)\s*\d{1,2}\.\s*$/;
/** "31.12." before its year. */
const dayAndMonth = /(?:^|\s)\d{1,2}\.\s?\d{1,2}\.\s*$/;
const ordinal = /(?:^|\s)\d{1,2}\.\s*$/;

/** Returns the distinct content words of a text. */
export const wordsOf = (text: string, language: string): Set<string> => new Set(wordListOf(text, language));

/**
 * Returns the content words of a text in order, in lower case and truncated to the length of a stem; in English in one form for all
 * persons: "I drink" and "Ada drinks", and with its numbers in digits.
 */
export const wordListOf = (text: string, language: string): string[] =>
  knowsUnspeaking(language)
    ? speakingWords(withDigits(text), language, ofAnyPerson)
    : speakingWords(text, language, asItStands);

/** Returns the distinct content words of a text, stemmed where that is known: "live" in a question matches "lives" in a memory. */
export function stemsOf(text: string, language: string): Set<string> {
  if (knowsUnspeaking(language)) return new Set(speakingWords(text, language, stemOf));
  const stemmer = stemmerOf(language);
  return new Set(
    stemmer
      ? speakingWords(text, language, stemmer, Number.POSITIVE_INFINITY)
      : speakingWords(text, language, asItStands),
  );
}

/** A content word of an English text as it is written, and its stem. */
export interface SpokenWord {
  readonly word: string;
  readonly stem: string;
  /** Number of words before it. */
  readonly place: number;
}

const englishWords = new Intl.Segmenter('en', { granularity: 'word' });

/** Returns the content words of an English text in order. */
export function spokenWordsOf(text: string): SpokenWord[] {
  const spoken: SpokenWord[] = [];
  let place = 0;
  for (const { segment, isWordLike } of englishWords.segment(text)) {
    if (!isWordLike) continue;
    const lower = segment.toLowerCase();
    const stem = stemOf(lower);
    if (!unspeaking.has(withoutClitic(lower)) && !unspeaking.has(stem) && !soundsIn('en')?.test(lower)) {
      spoken.push({ word: segment.replace(/['’]s$/, ''), stem: stem.slice(0, stemLength), place });
    }
    place += 1;
  }
  return spoken;
}

/** Least share of stop words in an English question: "Does Ada work?" */
const leastUnspeaking = 0.2;

/** Whether a question in a collection of a language is in English: people also write in others where the language was never set. */
export function isAskedInEnglish(question: string, language: string): boolean {
  const said = question.toLowerCase().match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? [];
  const words = said.filter((word) => !soundsIn('en')?.test(word));
  const speechless = words.filter((word) => unspeaking.has(word.replace(/['’].*$/, '')));
  return knowsUnspeaking(language) && speechless.length >= leastUnspeaking * words.length;
}

function speakingWords(
  text: string,
  language: string,
  formOf: (word: string) => string,
  longest = stemLength,
): string[] {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text.toLowerCase());
  const sounds = soundsIn(language);
  const words: string[] = [];
  for (const { segment, isWordLike } of segments) {
    if (!isWordLike || unspeaking.has(withoutClitic(segment)) || sounds?.test(segment)) continue;
    const form = formOf(segment);
    if (!unspeaking.has(form)) words.push(form.slice(0, longest));
  }
  return words;
}

/** What people say while they look for words is no word of a text. */
const soundsIn = formsByLanguage(hesitations);

const asItStands = (word: string): string => word;

/** Keeps tenses: somebody who lived somewhere may live elsewhere now. */
const ofAnyPerson = (word: string): string =>
  word
    .replace(/['’]s$/, '')
    .replace(/(?<=\p{L}{2})ies?$/u, 'y')
    .replace(/(?<=^go|\p{L}(?:x|ss|zz|ch|sh))es$/u, '')
    .replace(/(?<=\p{L}{2})(?<![sui])s$/u, '');

/** "Where" of "where's". */
const withoutClitic = (word: string): string => word.replace(/['’](?:s|m|ve|re|ll|d)$/, '');

/** Returns an English word without its inflectional endings. The plural comes first: "strings" become "string" before "ing" is removed. */
const stemOf = (word: string): string =>
  regularFormOf(withoutClitic(word))
    .replace(/(?<=..)ie[sd]?$/, 'y')
    .replace(/(?<=\p{L}{3})(?<![su])s$/u, '')
    .replace(/(?<=\p{L}{3})(?:ing|(?<!e)ed|e)$/u, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1');

/** Number of words of the first set that are in the second. */
export function shared(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (others.has(word)) count += 1;
  return count;
}

/** Forms of one word mostly share their beginning; numbers and short words are kept whole. */
const stemLength = 6;

/** Stop words, including those of asking and telling, in English, Chinese and Japanese. Other languages have no such list. */
const unspeaking =
  wordSet(`a about am an and any are as at be been by can could did do does for from had has have he her hers him his how i if in
  is it its me my of on or our she so some that the their them then there these they this those to us was we were what
  when where which who whom whose why will with would you your yours say says said tell told remember remembers know
  please
  我 你 您 他 她 它 我们 你们 他们 她们 我的 你的 他的 她的 的 了 是 在 对 吗 呢 吧 什么 什么时候 哪里 哪儿 哪 哪一 谁 怎么 为什么 知道 记得
  私 僕 俺 あなた 彼 彼女 は が を に の で と へ も か です ます い んで どこ いつ 何 誰 なぜ
  て てい いる いた ある あり あっ ありま なか った って た だ では じゃ し した する せ せん ない ませ まし ま すか れ られ たい たく
  よう など こと もの から まで より ので のに ながら として について という ね よ な や もう らしい そう`);

/** Whether the result of `wordsOf` is free of stop words. */
export const knowsUnspeaking = (language: string): boolean => language === 'en';
