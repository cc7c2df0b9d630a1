import type { Vector } from '../platform/embedding/embedder.ts';

/** Everything besides its words that search compares, computed once from a memory's text before it is written. */
export interface Reading {
  /** `null`: not embedded yet. */
  readonly vector: Vector | null;
  /** Vector of the bundled table, for accounts that are still searched by it; null if `vector` is of that table. */
  readonly former: { readonly model: string; readonly vector: Vector } | null;
  /** Ids of its word pieces, deduplicated. */
  readonly pieces: Uint16Array;
  /** Bit set of the patterns in the text. */
  readonly patterns: PatternBits;
}

/** Pattern bits if the text is English, and if it is in any other language. */
export interface PatternBits {
  readonly english: number;
  readonly other: number;
}

/** The bits for a text of this language. */
export const patternsIn = (language: string, { english, other }: PatternBits): number =>
  language === 'en' ? english : other;

/** A text and its speaker. */
export interface Spoken {
  readonly speaker: string | null;
  readonly content: string;
}

/** Reads texts of memories. Search depends on memories, not the reverse, so app/ injects the implementation. */
export interface MemoryReader {
  /** The embedding model. */
  readonly model: string;
  /** Returns readings in the order of the texts. */
  read(texts: readonly Spoken[]): Promise<Reading[]>;
  /** Computes the patterns alone. */
  patterns(content: string): PatternBits;
}

export async function readOne(reader: MemoryReader, text: Spoken): Promise<Reading> {
  const [reading] = await reader.read([text]);
  if (!reading) throw new Error('One text was given and none read');
  return reading;
}
