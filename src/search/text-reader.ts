import { spokenText } from '../memory/memory.ts';
import type { MemoryReader, Reading, Spoken } from '../memory/memory-reader.ts';
import type { StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import type { PatternName } from './ranking/pattern-names.ts';
import { distinctPieces, patternBits } from './ranking/patterns.ts';

/** Reads out of a memory's text what search will compare. */
export class TextReader implements MemoryReader {
  readonly model: string;
  readonly #embedder: StaticEmbedder;
  readonly #patterns: ReadonlyMap<PatternName, RegExp>;

  constructor(embedder: StaticEmbedder, patterns: ReadonlyMap<PatternName, RegExp>) {
    this.model = embedder.model;
    this.#embedder = embedder;
    this.#patterns = patterns;
  }

  async read(texts: readonly Spoken[]): Promise<Reading[]> {
    const embedded = await this.#embedder.embedWithPieces(texts.map(spokenText));
    return texts.map(({ content }, index) => {
      const { vector = null, pieces = new Uint16Array() } = embedded[index] ?? {};
      const bits = (english: boolean) => patternBits(content, this.#patterns, { english });
      return { vector, pieces: distinctPieces(pieces), patterns: { english: bits(true), other: bits(false) } };
    });
  }
}
