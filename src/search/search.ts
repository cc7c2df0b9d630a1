import type { MemoryFilter } from '../memory/memory-filter.ts';

export type SearchMode = 'HYBRID' | 'SEMANTIC' | 'LEXICAL';
export type SearchArm = 'LEXICAL' | 'SEMANTIC';

/** One question to the memories of some collections. */
export interface SearchRequest {
  readonly query: string;
  readonly collectionIds: readonly string[] | null;
  readonly mode: SearchMode;
  readonly filter: MemoryFilter;
  /** Answer as of then; null: now. */
  readonly asOf: Date | null;
}

/** What the arms found of one memory. A rank counts from 1 and is there only where the arm itself found it. */
export interface Candidate {
  readonly id: string;
  /** Equal for memories that say the same by the same speaker. */
  readonly sameness: string;
  readonly lexicalScore: number;
  readonly lexicalRank: number | null;
  /** Cosine of the vectors; null for a memory that is not embedded. */
  readonly cosine: number | null;
  readonly semanticRank: number | null;
}

/** One part of a score: a feature's value and what it adds to the score. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
  readonly contribution: number;
}

/** A candidate with its place in the ranking. */
export interface Hit {
  readonly id: string;
  readonly score: number;
  readonly lexical: { readonly rank: number; readonly score: number } | null;
  readonly semantic: { readonly rank: number; readonly score: number } | null;
  readonly explain: readonly ScorePart[];
}

export interface Ranking {
  readonly hits: readonly Hit[];
  readonly failedArms: readonly SearchArm[];
}
