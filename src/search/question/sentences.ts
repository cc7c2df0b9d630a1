import { wordSet } from '../../platform/word-lists.ts';
import { standsUnbroken } from '../../platform/words/word-breaks.ts';
import { asks } from './asks.ts';

/** A sentence of a message, and the characters that end it. */
export interface Sentence {
  readonly text: string;
  readonly end: string;
  readonly asks: boolean;
}

/** A full stop after fewer than two letters belongs to an abbreviation or a number; marks within an address end nothing. */
const ends = /((?:[?!;](?!\w)|[\n。！？؟।॥۔])+|(?<=\p{L}[\p{L}\p{M}])\.(?:\s+|$))/u;

/** Returns the sentences of a message in any language, split by their marks; an English one may ask without a question mark. */
export function sentencesOf(message: string): Sentence[] {
  const pieces = message.split(ends);
  const sentences: Sentence[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    const [text = '', end = ''] = pieces.slice(at, at + 2);
    sentences.push({ text, end, asks: asks(text, end) });
  }
  return sentences;
}

/** Words of a question's form, which say nothing about its subject. English only. */
const form =
  wordSet(`what who whom whose when where which how why a an the of in on at to from for with about by and or but is are was were be been
  do does did have has had can could should would will i you he she it we they me my our your his her their its us them that this
  tell give show explain describe compare summarize summarise list please between difference differences so far`);

export const lowerWordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [];

/** In scripts without breaks between words, two letters count as one word. */
const wordsIn = (token: string): number =>
  standsUnbroken(token) ? Math.ceil(token.replaceAll(/\p{M}/gu, '').length / 2) : 1;

const countWords = (tokens: readonly string[]): number => tokens.reduce((sum, token) => sum + wordsIn(token), 0);

/** Number of words of a text. */
export const lengthOf = (text: string): number => countWords(lowerWordsOf(text));

export const isFormWord = (word: string): boolean => form.has(word);

/** Returns the words of a text that do not belong to a question's form, in lower case. */
export const tellingWordsOf = (text: string): string[] => lowerWordsOf(text).filter((word) => !form.has(word));

/** Number of these words. */
export const tellingLengthOf = (text: string): number => countWords(tellingWordsOf(text));

/** Words that refer to something said before. English only: in other languages a message stands for itself. */
export const pronouns = wordSet(
  'he she it they him her his hers its them their theirs this that these those there one ones',
);
