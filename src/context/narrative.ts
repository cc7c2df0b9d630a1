/** What is known in a collection, told in short: made ahead, so that a conversation can begin with it. */
export interface Narrative {
  /** Its collection's: each has one. */
  readonly id: string;
  readonly accountId: string;
  readonly text: string;
  /** How often it was told, 1 the first time. */
  readonly revision: number;
  /** Whether memories of the collection have changed since. */
  readonly stale: boolean;
  readonly generatedAt: Date;
}

/** A narrative as it is kept: the words of an extractive one are those of its memories, which alone keep them. */
export interface KeptNarrative extends Omit<Narrative, 'text'> {
  /** Null: extractive. */
  readonly text: string | null;
  /** What it was made of; an extractive one shows these in their order. */
  readonly memoryIds: readonly string[];
  /** Those of them that recall may show now. */
  readonly shownIds: readonly string[];
}

/** Name of who tells without a model. */
export const extractive = 'extractive';
