import type { EntityType } from '../entity.ts';

/** A word of a sentence, as far as it tells where names are. */
export interface Word {
  /** Without punctuation around it, and without the possessive's ending. */
  readonly text: string;
  /** What it is, by the names that the language's reader has for it; empty where nobody knows. */
  readonly tags: ReadonlySet<string>;
  /** Its base form, for verbs. */
  readonly root: string;
  readonly possessive: boolean;
  /** A comma, a quote or another sign stands behind it: no name goes on there. */
  readonly ends: boolean;
}

/** Cuts a text into sentences of words. */
export type WordReader = (text: string) => readonly (readonly Word[])[];

/** Tag of what is written large for another reason than being a name. */
export const ordinaryTag = 'Ordinary';
/** Tag of a name that the account has, in whatever script. */
export const knownTag = 'Known';

/** Tags of names that are known to stand for something. */
export const typeTags: Readonly<Record<EntityType, string>> = {
  PERSON: 'Person',
  PLACE: 'Place',
  ORGANISATION: 'Organization',
  THING: 'ProperNoun',
};

export const isCapitalised = (text: string): boolean => /^\p{Lu}/u.test(text);

/** iPhone, OpenAI: written large inside. */
export const hasInnerCapital = (text: string): boolean => /^\p{L}*\p{Ll}\p{Lu}/u.test(text);

export const lower = ({ text }: Word): string => text.toLowerCase();
