import { spokenText } from '../memory/memory.ts';
import type { MemoryReader, PatternBits, Reading, Spoken } from '../memory/memory-reader.ts';
import { EmbedderUnavailableError, TextRefusedError } from '../platform/embedding/embedder.errors.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import type { StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { endTurn } from '../platform/turns/requester.ts';
import { inTextTurns } from '../platform/turns/text-turns.ts';
import { distinctPieces, type PatternName, patternBits } from './ranking/patterns.ts';

interface Passages {
  /** Makes the vectors; the table's own embedder, or another one. */
  readonly passages: Embedder;
  /** Most texts that are embedded within the write; if there are more, all are embedded after it. */
  readonly atOnce: number;
}

/** Extracts from a memory's text what search compares. */
export class TextReader implements MemoryReader {
  readonly model: string;
  readonly #table: StaticEmbedder;
  readonly #patterns: ReadonlyMap<PatternName, RegExp>;
  readonly #passages: Passages;

  constructor(table: StaticEmbedder, patterns: ReadonlyMap<PatternName, RegExp>, passages: Passages) {
    this.model = passages.passages.model;
    this.#table = table;
    this.#patterns = patterns;
    this.#passages = passages;
  }

  async read(texts: readonly Spoken[]): Promise<Reading[]> {
    const spoken = texts.map(spokenText);
    const embedded = await this.#table.embedWithPieces(spoken);
    const isTable = this.#passages.passages === this.#table;
    const vectors = isTable ? embedded.map(({ vector }) => vector) : await this.#vectors(spoken);
    return await inTextTurns(
      texts,
      ({ content }) => content.length,
      ({ content }, index) => {
        const pieces = embedded[index]?.pieces ?? new Uint16Array();
        const byTable = embedded[index]?.vector;
        return {
          vector: vectors?.[index] ?? null,
          former: isTable || !byTable ? null : { model: this.#table.model, vector: byTable },
          pieces: distinctPieces(pieces),
          patterns: this.patterns(content),
        };
      },
    );
  }

  patterns(content: string): PatternBits {
    const bits = (english: boolean) => patternBits(content, this.#patterns, { english });
    return { english: bits(true), other: bits(false) };
  }

  /** No write fails or waits long because of an embedder: vectors that it does not return now are made after the write. */
  async #vectors(texts: readonly string[]): Promise<Vector[] | null> {
    const { passages, atOnce } = this.#passages;
    if (texts.length > atOnce) return null;
    endTurn();
    try {
      return await passages.embed(texts, 'passage');
    } catch (error) {
      // The embedding worker meets the same failure, and logs it.
      if (error instanceof EmbedderUnavailableError || error instanceof TextRefusedError) return null;
      throw error;
    }
  }
}
