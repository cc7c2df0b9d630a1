import { wordSet } from '../../platform/word-lists.ts';
import type { NameSpan } from './name.ts';
import { hasTag, lower, textAt, type Word } from './word.ts';

/** The speaker of the text: `I`, `my`. */
export const speaker = 'speaker';
/** Who a sentence is about. */
export type Somebody = NameSpan | typeof speaker;

/** What a sentence says about two of its names, or about one and the speaker. */
export interface SaidOfNames {
  readonly from: Somebody;
  readonly to: Somebody;
  readonly type: string;
  readonly weight: number;
}

/** A sentence with its names, by where they stand. */
export interface Sentence {
  readonly words: readonly Word[];
  readonly names: readonly NameSpan[];
  /** The name that each of its words belongs to. */
  readonly nameAt: ReadonlyMap<number, NameSpan>;
  isPerson(name: NameSpan): boolean;
}

export const sentenceOf = (
  words: readonly Word[],
  names: readonly NameSpan[],
  isPerson: (name: NameSpan) => boolean,
): Sentence => ({
  words,
  names,
  isPerson,
  nameAt: new Map(
    names.flatMap((name) =>
      Array.from({ length: name.end - name.start }, (_, place) => [name.start + place, name] as const),
    ),
  ),
});

/** "Tom's left", but not "Tom's wife left": the library makes the verb a word without text. */
export const isOwner = ({ words }: Sentence, at: number): boolean =>
  words[at]?.possessive === true && words[at + 1]?.text !== '';

/** "I", "I'm", "we" */
export const isI = (word: Word | undefined): boolean => /^(i|we)(['’]\p{L}+)?$/iu.test(word?.text ?? '');

export const joins = (word: Word | undefined): boolean => /^(and|&)$/i.test(word?.text ?? '');

/** Longest row of names: a text may consist of nothing else. */
const longestRow = 8;

/** Returns the names of a row up to the one that ends it, as in "Tom, Ben and Lisa"; or that "and I" ends. */
export function rowUpTo(sentence: Sentence, last: NameSpan, isEnded = false): readonly NameSpan[] {
  const { words, nameAt } = sentence;
  const row = [last];
  while (row.length < longestRow) {
    const [first = last] = row;
    const start = nounStart(sentence, first.start);
    const isJoined = joins(words[start - 1]);
    const before = nameAt.get(start - (isJoined ? 2 : 1));
    if (!before || isOwner(sentence, before.end - 1)) break;
    if (row.length > 1 || isEnded ? !words[before.end - 1]?.ends : !isJoined) break;
    row.unshift(before);
  }
  return row;
}

/** Returns the names of a row from the one that begins it. */
export function rowFrom({ words, nameAt }: Sentence, first: NameSpan): readonly NameSpan[] {
  const row = [first];
  for (let { end } = first; row.length < longestRow; ) {
    const next = nameAt.get(joins(words[end]) ? end + 1 : end);
    if (!next || !(joins(words[end]) || words[end - 1]?.ends)) break;
    row.push(next);
    if (joins(words[end])) break;
    end = next.end;
  }
  return row.length > 1 && joins(words[(row.at(-1)?.start ?? 0) - 1]) ? row : [first];
}

/** Whether a word stands within the noun that a name or a noun ends: "my old", "the big". */
export const isWithinNoun = ({ words, nameAt }: Sentence, at: number): boolean => {
  const word = words[at];
  if (!word || nameAt.has(at) || word.ends) return false;
  if (isPossessive(word)) return true;
  // "near Rossio Square": no adjective here.
  if (word.tags.has('Pronoun') || /^(near|like)$/.test(word.text)) return false;
  return hasTag(word, ofNouns) || /^(called|named|a|an)$/i.test(word.text);
};

const ofNouns = wordSet('Determiner Adjective Noun Value');

export const isPossessive = (word: Word | undefined): boolean =>
  word !== undefined && /^(my|our|your|his|her|their|its)$/.test(lower(word));

/** Returns where the noun begins that ends before a word: at "my" of "my old friend". */
export function nounStart(sentence: Sentence, end: number): number {
  let start = end;
  while (start > 0 && isWithinNoun(sentence, start - 1)) start -= 1;
  return start;
}

/** Returns the people before a word whom "he" or "her" may mean. */
export function peopleBefore({ words, names, isPerson }: Sentence, at: number): NameSpan[] {
  const wrong = /^(he|his|him)(['’]|$)/i.test(textAt(words, at)) ? 'FemaleName' : 'MaleName';
  return names.filter(
    (name) =>
      name.end <= at && isPerson(name) && !words.slice(name.start, name.end).some(({ tags }) => tags.has(wrong)),
  );
}
