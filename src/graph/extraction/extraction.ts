import type { EntityType } from '../entity.ts';

/** A text to be read, and who said it. */
export interface TextToRead {
  readonly content: string;
  readonly speaker: string | null;
  /** ISO 639 code. */
  readonly language: string;
  /** Names that the account has, in normal form, and what they stand for: of those that this text may name. */
  readonly known?: ReadonlyMap<string, EntityType>;
}

/** Who is not somebody of the world that is talked about. */
const roles = /^(user|assistant|system|tool|ai|bot|agent|human|model|speaker\W*\d*|unknown)$/i;

export const isRole = (name: string): boolean => roles.test(name.trim());

/** Who says a text; null where only a role is told. */
export const speakerOf = ({ speaker }: Pick<TextToRead, 'speaker'>): string | null =>
  speaker === null || isRole(speaker) ? null : speaker.trim();

/** A name that a text has, as it writes it first. */
export interface FoundEntity {
  readonly name: string;
  /** See `normalName`. */
  readonly normal: string;
  readonly type: EntityType;
}

/** What a text says of two of its entities, by their places in the list. */
export interface FoundRelation {
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly weight: number;
}

export interface Extraction {
  readonly entities: readonly FoundEntity[];
  readonly relations: readonly FoundRelation[];
}

/** Finds entities and relations in texts, and answers in their order. */
export interface Extractor {
  extract(texts: readonly TextToRead[]): Promise<Extraction[]>;
  /** What should have read them does not answer, and what is there in its place finds less. */
  readonly isAway?: boolean;
}

/** Most entities and most relations that are kept of one memory: the first. A list of 2,000 names is a list. */
export const mostOfMemory = 200;
