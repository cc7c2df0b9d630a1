import type { EntityType } from '../entity.ts';

/** A word of a sentence, with what helps to find names. */
export interface Word {
  /** Without surrounding punctuation, and without the possessive ending. */
  readonly text: string;
  /** Tags from the language's reader; empty if nothing is known. */
  readonly tags: ReadonlySet<string>;
  /** Its base form, for verbs. */
  readonly root: string;
  readonly possessive: boolean;
  /** Whether a comma, a quote or another sign follows it: a name does not continue there. */
  readonly ends: boolean;
  /** Whether a question mark follows it. */
  readonly asks?: boolean;
  /** Whether a quotation begins or ends with it. Omitted: neither, or both. */
  readonly quote?: 'begins' | 'ends';
}

/** Splits a text into sentences of words. */
export type WordReader = (text: string) => readonly (readonly Word[])[];

/** Tag of a word that is capitalised for another reason than being a name. */
export const ordinaryTag = 'Ordinary';
/** Tag of a name that the account has, in any script. */
export const knownTag = 'Known';

/** Tags of names whose type is known. */
export const typeTags: Readonly<Record<EntityType, string>> = {
  PERSON: 'Person',
  PLACE: 'Place',
  ORGANISATION: 'Organization',
  THING: 'ProperNoun',
};

/** By tag, what a name with it stands for. */
export const typesByTag: Readonly<Record<string, EntityType>> = {
  Place: 'PLACE',
  City: 'PLACE',
  Country: 'PLACE',
  Region: 'PLACE',
  Organization: 'ORGANISATION',
  Company: 'ORGANISATION',
  SportsTeam: 'ORGANISATION',
  School: 'ORGANISATION',
  Person: 'PERSON',
  FirstName: 'PERSON',
  LastName: 'PERSON',
  Honorific: 'PERSON',
};

/** A letter of a script without case, for a pattern with the flag `u`, except the signs of "1ª" and "nº". */
export const letterWithoutCase = String.raw`[^\P{Lo}ªº]`;

export const isCapitalised = (text = ''): boolean => /^\p{Lu}/u.test(text);

/** iPhone, OpenAI: with a capital inside. */
export const hasInnerCapital = (text: string): boolean => /^\p{L}*\p{Ll}\p{Lu}/u.test(text);

export const lower = ({ text }: Word): string => text.toLowerCase();
/** In lower case; empty where there is no word. */
export const textAt = (words: readonly Pick<Word, 'text'>[], at: number): string => words[at]?.text.toLowerCase() ?? '';

export const hasTag = (word: Word | undefined, wanted: ReadonlySet<string>): boolean =>
  word?.tags.isDisjointFrom(wanted) === false;
