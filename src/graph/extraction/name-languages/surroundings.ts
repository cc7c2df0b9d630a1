import { isCapitalised, knownTag, typeTags } from '../word.ts';
import type { NameEvidence } from './evidence.ts';

/** A word of a sentence, read or written. */
interface Spoken {
  readonly text: string;
  readonly ends: boolean;
  readonly tags?: ReadonlySet<string>;
}

/** Number of words that are looked at before and behind a name. */
const far = 6;

/** Returns words in lower case, except names, with commas for all signs. */
const said = (words: readonly Spoken[]): string[] =>
  words.flatMap(({ text, ends, tags }) => {
    const word = tags === undefined || tags.isDisjointFrom(ofNames) ? text.toLowerCase() : text;
    return ends ? [word, ','] : [word];
  });

const ofNames = new Set([...Object.values(typeTags), knownTag, 'FirstName', 'LastName', 'City', 'Country', 'Region']);

export const wordsBefore = (words: readonly Spoken[], start: number): string[] =>
  said(words.slice(Math.max(0, start - far), start));

export const wordsBehind = (words: readonly Spoken[], end: number): string[] => {
  const behind = said(words.slice(end, end + far));
  return words[end - 1]?.ends ? [',', ...behind] : behind;
};

export const isLarge = (word: Spoken | undefined): boolean => isCapitalised(word?.text);

/** Removes the articles at the end: "a la" of "fuimos a la". */
export function withoutArticles(before: readonly string[], { isArticle }: NameEvidence): readonly string[] {
  const [last = '', second = ''] = before.toReversed();
  if (!isArticle(last)) return before;
  return before.slice(0, isArticle(second) ? -2 : -1);
}

const subject = /^(we|ik|wij|je|wir|ich|sie)$/;

/** "Sto leggendo", "keken we": a title may follow. */
export function isBehindReading(before: readonly string[], evidence: NameEvidence): boolean {
  const [last = '', second = ''] = withoutArticles(before, evidence).toReversed();
  return evidence.isReading(last) || (subject.test(last) && evidence.isReading(second));
}

/** ", mi jefa,", ", l'idraulico,", "é o coelho": what somebody is. */
export function isExplained(behind: readonly string[], { isBeing, isArticle, noun }: NameEvidence): boolean {
  const [first = '', ...rest] = behind;
  if (first !== ',' && !isBeing(first)) return false;
  const start = rest.findIndex((word) => !isArticle(word));
  // Up to two adjectives may precede: "мой итальянский коллега".
  const at = rest.findIndex((word, place) => place >= start && noun(word) === 'PERSON');
  if (start < 0 || at < 0 || at > start + 1) return false;
  const end = rest.indexOf(',', at);
  return isBeing(first) || (end > at && end <= at + longestRest);
}

/** Number of words behind the noun: "la mia collega del secondo piano". */
const longestRest = 4;
