import type { Memory } from './memory.ts';

/** A memory that was recalled together with another one. */
export interface RelatedMemory {
  readonly memory: Memory;
  /** Number of recalls together. */
  readonly coOccurrences: number;
}
