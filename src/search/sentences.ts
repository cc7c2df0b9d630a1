import { standsUnbroken } from '../platform/db/word-breaks.ts';
import { asks } from './asks.ts';

/** A sentence as messages have them, and what ends it. */
export interface Sentence {
  readonly text: string;
  readonly end: string;
  readonly asks: boolean;
}

/** A full stop after fewer than two letters is one of an abbreviation or a number; marks within an address end nothing. */
const ends = /((?:[?!;](?!\w)|[\n。！？؟।॥۔])+|(?<=\p{L}[\p{L}\p{M}])\.(?:\s+|$))/u;

/** The sentences of a message, by their marks alone, in whatever language it is; those of English ask without one, too. */
export function sentencesOf(message: string): Sentence[] {
  const pieces = message.split(ends);
  const sentences: Sentence[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    const [text = '', end = ''] = pieces.slice(at, at + 2);
    sentences.push({ text, end, asks: asks(text, end) });
  }
  return sentences;
}

/** Words of a question's form, which say nothing of what it is about. English alone. */
const form = new Set(
  `what who whom whose when where which how why a an the of in on at to from for with about by and or but is are was were be been
  do does did have has had can could should would will i you he she it we they me my our your his her their its us them that this
  tell give show explain describe compare summarize summarise list please between difference differences so far`.split(
    /\s+/,
  ),
);

export const lowerWordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? [];

/** Without breaks a sentence looks like one word: two letters of it are taken for each. */
export const wordsIn = (word: string): number =>
  standsUnbroken(word) ? Math.ceil(word.replaceAll(/\p{M}/gu, '').length / 2) : 1;

export const isFormWord = (word: string): boolean => form.has(word);

/** The words of a text that are not of a question's form, in lower case. */
export const tellingWordsOf = (text: string): string[] => lowerWordsOf(text).filter((word) => !form.has(word));

/** Stand for something that was said before. English alone: elsewhere a message is what it says. */
export const pronouns: ReadonlySet<string> = new Set(
  'he she it they him her his hers its them their theirs this that these those there one ones'.split(' '),
);
