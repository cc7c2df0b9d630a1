import type { EntityType } from '../entity.ts';

/** A text to read, and who said it. */
export interface TextToRead {
  readonly content: string;
  readonly speaker: string | null;
  /** ISO 639 code. */
  readonly language: string;
  /** Names of the account that this text may contain, in normal form, with their types. */
  readonly known?: ReadonlyMap<string, EntityType>;
}

/** Speakers that are roles, and nobody in the world that is talked about. */
const roles = /^(user|assistant|system|tool|ai|bot|agent|human|model|speaker\W*\d*|unknown)$/i;

export const isRole = (name: string): boolean => roles.test(name.trim());

/** Returns the speaker of a text; null if only a role is given. */
export const speakerOf = ({ speaker }: Pick<TextToRead, 'speaker'>): string | null =>
  speaker === null || isRole(speaker) ? null : speaker.trim();

/** A name in a text, as first written there. */
export interface FoundEntity {
  readonly name: string;
  /** See `normalName`. */
  readonly normal: string;
  readonly type: EntityType;
}

/** What a text says about two of its entities, by their indexes. */
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

/** Finds entities and relations in texts; returns them in the order of the texts. */
export interface Extractor {
  /** Maximum number of texts per call; omitted: any. Each call gets texts as they are then: some may be purged while another runs. */
  readonly mostAtOnce?: number;
  /** `mayRepeat`: whether all of them may still be told, asked before they are sent once more; omitted: they may. */
  extract(texts: readonly TextToRead[], mayRepeat?: () => Promise<boolean>): Promise<Extraction[]>;
  /** Whether the intended reader does not answer, and one that finds less takes its place. */
  readonly isAway?: boolean;
}

/** Maximum number of entities, and of relations, that are kept per memory: the first ones. A text with 2,000 names is a mere list. */
export const mostOfMemory = 200;
