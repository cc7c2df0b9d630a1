import { join } from 'node:path';
import { inTextTurns } from '../turns/text-turns.ts';
import { requireDimensions } from './embedder.errors.ts';
import type { Embedder, Vector } from './embedder.ts';
import { ModelFileError, packagedModels } from './model-files.ts';
import { quantise } from './quantise.ts';
import { loadStaticTable, type StaticTable } from './static-table.ts';
import { loadWordPiece, type WordPiece } from './word-piece.ts';

const MODEL = 'static-e5-256';

/** The part of a question that can be compared piece by piece. */
export interface AskedPieces {
  /** Pieces in the vocabulary, in order. */
  readonly pieces: Uint16Array;
  /** Their share of all pieces. Anything else, such as most Chinese characters, maps to the one unknown piece. */
  readonly readable: number;
}

/**
 * Loads the bundled embedder: offline, in this process, some tens of microseconds per text. `modelDir` contains
 * `static-e5-256.bin` and `tokenizer.json`; default: the package's own. Throws ModelFileError if a file is missing or invalid, or
 * the two do not match.
 */
export async function loadStaticEmbedder(modelDir: string = packagedModels): Promise<StaticEmbedder> {
  const tablePath = join(modelDir, `${MODEL}.bin`);
  const tokenizerPath = join(modelDir, 'tokenizer.json');
  const [table, wordPiece] = await Promise.all([loadStaticTable(tablePath), loadWordPiece(tokenizerPath)]);
  if (table.size !== wordPiece.size) {
    const problem = `it has ${table.size} rows, but the vocabulary of ${tokenizerPath} has ${wordPiece.size} pieces`;
    throw new ModelFileError(tablePath, problem);
  }
  return new StaticEmbedder(table, wordPiece);
}

/** Embeds a text as the sum of its pieces' rows. Queries and passages are embedded alike. */
export class StaticEmbedder implements Embedder {
  readonly model = MODEL;
  readonly dimensions: number;
  readonly table: StaticTable;
  readonly #wordPiece: WordPiece;

  constructor(table: StaticTable, wordPiece: WordPiece) {
    this.dimensions = table.dimensions;
    this.table = table;
    this.#wordPiece = wordPiece;
  }

  /** Stored vectors of other dimensions were made with another table under the same name. */
  expectDimensions(dimensions: number | null): void {
    requireDimensions(this, dimensions);
  }

  async embed(texts: readonly string[]): Promise<Vector[]> {
    return (await this.embedWithPieces(texts)).map(({ vector }) => vector);
  }

  /** Like `embed`, and also returns the ids of the pieces, in order, which re-scoring compares. */
  async embedWithPieces(texts: readonly string[]) {
    return await inTextTurns(
      texts,
      ({ length }) => length,
      (text) => {
        const pieces = this.pieces(text);
        return { vector: quantise(this.pool(pieces)), pieces };
      },
    );
  }

  /** Returns the ids of a text's pieces in order. A text without visible characters is one unknown piece. */
  pieces(text: string): Uint16Array {
    const pieces = this.#wordPiece.pieces(text);
    return Uint16Array.from(pieces.length > 0 ? pieces : [this.#wordPiece.unknown]);
  }

  /** Whether a word is a piece of its own: the vocabulary has the commonest 20,000 words of English. */
  isWord(word: string): boolean {
    const pieces = this.#wordPiece.pieces(word);
    return pieces.length === 1 && pieces[0] !== this.#wordPiece.unknown;
  }

  askedPieces(question: string): AskedPieces {
    const all = this.pieces(question);
    const pieces = all.filter((piece) => piece !== this.#wordPiece.unknown);
    return { pieces, readable: pieces.length / all.length };
  }

  /** Returns the sum of the pieces' rows. */
  pool(pieces: Uint16Array): Float64Array {
    const { dimensions, rows, scales } = this.table;
    const sum = new Float64Array(dimensions);
    for (const piece of pieces) {
      const scale = scales[piece] ?? 0;
      const row = piece * dimensions;
      for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (rows[row + i] ?? 0) * scale;
    }
    return sum;
  }
}
