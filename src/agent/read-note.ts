import type { LetOthersIn } from '../platform/turns/text-turns.ts';
import { wordSet } from '../platform/word-lists.ts';
import { lowerWordsOf, pronouns } from '../search/question/sentences.ts';
import type { FoundNote } from './agent.ts';
import type { AskedWords } from './asked-words.ts';
import type { IsOfAnother } from './of-oneself.ts';
import { isAskedByAssistant, longestOfOneThing, noteBefore, repliedTo } from './replied-to.ts';
import { quotableParts, type SpokenWord, sentencesOf, shared, spokenWordsOf, stemsOf } from './sentences.ts';

/** The rest of a memory counts this much for a sentence of it, and the memory before for one that refers to it. */
const [besideCounts, beforeCounts] = [0.5, 0.8];

/** "Hi, Ada here" says nothing. */
const greeting = 'hi hello hey hm hmm oh ah well here speaking right okay ok yes no me again';

export interface Sentence {
  readonly text: string;
  readonly words: readonly SpokenWord[];
  /** How well it says each word of the question. */
  readonly matches: readonly number[];
  /** Whether it answers nothing: it is about somebody else than the question, or an assistant's question. */
  readonly isNoAnswer: boolean;
}

/** A memory, read for a question. */
export interface ReadNote {
  readonly note: FoundNote;
  readonly asked: AskedWords;
  /** Whether it is of the date that the question names; null: it names none. */
  readonly isOfDate: boolean | null;
  readonly sentences: readonly Sentence[];
  /** How well what surrounds each sentence says each word of the question. */
  readonly around: readonly number[];
  /** The assistant's message with a question to which its first sentence replies; null: it replies to none. */
  readonly replied: { readonly note: FoundNote; readonly matches: readonly number[] } | null;
  /** How well its speaker's name does. */
  readonly bySpeaker: readonly number[];
  /** Stems of words that say nothing here: its speaker's name and a greeting. */
  readonly idle: ReadonlySet<string>;
  /** Share of what is said beside the question that it says, too. */
  readonly told: number;
}

interface Reading {
  readonly asked: AskedWords;
  /** Whether the memory is of the date that the question names; null: it names none. */
  readonly isOfDate: boolean | null;
  readonly told: ReadonlySet<string>;
  readonly isOfAnother: IsOfAnother;
  readonly found: readonly FoundNote[];
  /** Called after each sentence. */
  readonly letOthersIn: LetOthersIn;
}

export async function readNote(note: FoundNote, reading: Reading): Promise<ReadNote> {
  const { content } = note;
  const { asked, told, isOfAnother, found } = reading;
  const sentences: Sentence[] = [];
  for (const text of sentencesOf(content, 'en').flatMap(quotableParts)) {
    const words = spokenWordsOf(text);
    const isNoAnswer = isAskedByAssistant(note, text) || isOfAnother(note, text);
    sentences.push({ text, words, matches: asked.matches(words), isNoAnswer });
    await reading.letOthersIn();
  }
  const isShort = content.length <= longestOfOneThing;
  const beside = isShort ? sentences.filter((one) => !one.isNoAnswer).map(({ matches }) => matches) : [];
  const replied = isShort ? repliedTo(note, found, 'en') : null;
  const isReferring = isShort && !replied && refersBack(sentences[0]?.text ?? '');
  const about = isReferring ? noteBefore(note, found) : (replied?.about ?? null);
  const matchesOf = (one: FoundNote | null) => asked.matches(spokenWordsOf(one?.content ?? ''));
  return {
    note,
    asked,
    isOfDate: reading.isOfDate,
    sentences,
    around: most([times(most(beside), besideCounts), times(matchesOf(about), beforeCounts)]),
    replied: replied && { note: replied.asked, matches: matchesOf(replied.asked) },
    bySpeaker: asked.matches(spokenWordsOf(note.speaker ?? '')),
    idle: stemsOf(`${note.speaker ?? ''} ${greeting}`, 'en'),
    told: told.size === 0 ? 0 : shared(told, stemsIn(sentences)) / told.size,
  };
}

export const stemsIn = (sentences: readonly Sentence[]): ReadonlySet<string> =>
  new Set(sentences.flatMap(({ words }) => words.map(({ stem }) => stem)));

const connecting = wordSet('otherwise instead but so then however mine same too also there');
const refers = (word: string): boolean => pronouns.has(word) || connecting.has(word.replace(/['’].*$/, ''));
/** "She thinks that Tom left", "the book that I read": nothing is meant by it. */
const joining =
  /(?<!\p{L})[Tt]hat (?=\p{Lu}|(?:we|you|he|she|it|they|my|our|your|his|her|its|their|the|an?|this|these|those|there)(?!\p{L}))/gu;
const refersBack = (text: string): boolean => lowerWordsOf(text.replaceAll(joining, ' ')).some(refers);
/** Number of words with which a sentence begins. */
const beginning = 3;
/** Whether a sentence begins with a word such as "she". */
export const beginsReferring = (text: string): boolean => lowerWordsOf(text).slice(0, beginning).some(refers);

const times = (values: readonly number[], factor: number): number[] => values.map((value) => value * factor);

/** Returns the highest number at each place. */
export function most(lists: readonly (readonly number[])[]): readonly number[] {
  const all: number[] = [];
  for (const list of lists) for (const [at, value] of list.entries()) all[at] = Math.max(all[at] ?? 0, value);
  return all;
}
