import type { Vector } from '../platform/embedding/embedder.ts';

/** What is read out of a memory's text once, before it is written: all that search compares besides its words. */
export interface Reading {
  /** `null`: not embedded yet. */
  readonly vector: Vector | null;
  /** By the table that the package ships, for accounts that are still searched by it; null where it made the vector. */
  readonly former: { readonly model: string; readonly vector: Vector } | null;
  /** Ids of its word pieces, each once. */
  readonly pieces: Uint16Array;
  /** Bits of what the form of the text says. */
  readonly patterns: PatternBits;
}

/** As they are for an English text, and for any other. */
export interface PatternBits {
  readonly english: number;
  readonly other: number;
}

/** A text and who said it. */
export interface Spoken {
  readonly speaker: string | null;
  readonly content: string;
}

/** Reads texts for memories. Search comes after memories in the order of features, so app/ binds its reader. */
export interface MemoryReader {
  /** The model of the vectors. */
  readonly model: string;
  /** In the order of the texts. */
  read(texts: readonly Spoken[]): Promise<Reading[]>;
  /** What the form of a text says, alone. */
  patterns(content: string): PatternBits;
}

/** Reads one text. */
export async function readOne(reader: MemoryReader, text: Spoken): Promise<Reading> {
  const [reading] = await reader.read([text]);
  if (!reading) throw new Error('One text was given and none read');
  return reading;
}
