/** A short account of what is known in a collection, written in advance, so that a conversation can begin with it. */
export interface Narrative {
  /** The id of its collection: each has one narrative. */
  readonly id: string;
  readonly accountId: string;
  readonly text: string;
  /** Number of times that it was written, from 1. */
  readonly revision: number;
  /** Whether memories of the collection have changed since. */
  readonly stale: boolean;
  readonly generatedAt: Date;
}

/** A narrative as it is stored. An extractive one stores no words: it shows those of its memories. */
export interface KeptNarrative extends Omit<Narrative, 'text'> {
  /** Null if it is extractive. */
  readonly text: string | null;
  /** The memories that it was made of; an extractive one shows these in order. */
  readonly memoryIds: readonly string[];
  /** Those of the memories that recall may show now. */
  readonly shownIds: readonly string[];
}

/** Author of narratives that are written without a model. */
export const extractive = 'extractive';
