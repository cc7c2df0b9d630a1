import type { PieceTable } from './piece-table.ts';

/** How alike word pieces are, by the rows of the static table. */
export class PieceSimilarity {
  readonly #table: PieceTable;
  /** Lengths of the rows, their scales left out. */
  readonly #lengths: Float32Array;
  /** Where a piece's similarities stand within one call of `best`; -1 between calls. */
  readonly #slots: Int32Array;

  constructor(table: PieceTable) {
    this.#table = table;
    this.#lengths = lengthsOf(table);
    this.#slots = new Int32Array(table.size).fill(-1);
  }

  /** Length of the piece's vector. */
  length(piece: number): number {
    return (this.#lengths[piece] ?? 0) * (this.#table.scales[piece] ?? 0);
  }

  /**
   * MaxSim: for each text, for each piece asked for, the cosine of the text's most similar piece, at least 0; text after
   * text. A text without pieces has 0 everywhere.
   */
  best(texts: readonly Uint16Array[], asked: Uint16Array): Float32Array {
    const pieces = this.#distinct(texts);
    const cosines = this.#cosines(pieces, asked);
    const best = new Float32Array(texts.length * asked.length);
    for (let text = 0; text < texts.length; text++) {
      const target = text * asked.length;
      for (const piece of texts[text] ?? []) {
        const source = (this.#slots[piece] ?? -1) * asked.length;
        for (let i = 0; i < asked.length; i++) {
          const cosine = cosines[source + i] ?? 0;
          if (cosine > (best[target + i] ?? 0)) best[target + i] = cosine;
        }
      }
    }
    for (const piece of pieces) this.#slots[piece] = -1;
    return best;
  }

  #distinct(texts: readonly Uint16Array[]): Uint16Array {
    const pieces = new Uint16Array(
      Math.min(
        this.#table.size,
        texts.reduce((sum, { length }) => sum + length, 0),
      ),
    );
    let count = 0;
    for (const text of texts) {
      for (const piece of text) {
        if (this.#slots[piece] !== -1) continue;
        this.#slots[piece] = count;
        pieces[count++] = piece;
      }
    }
    return pieces.subarray(0, count);
  }

  #cosines(pieces: Uint16Array, asked: Uint16Array): Float32Array {
    const cosines = new Float32Array(pieces.length * asked.length);
    for (let i = 0; i < pieces.length; i++) {
      for (let j = 0; j < asked.length; j++) {
        cosines[i * asked.length + j] = this.#cosine(pieces[i] ?? 0, asked[j] ?? 0);
      }
    }
    return cosines;
  }

  #cosine(a: number, b: number): number {
    const { rows, dimensions } = this.#table;
    const [startA, startB] = [a * dimensions, b * dimensions];
    let dot = 0;
    for (let i = 0; i < dimensions; i++) dot += (rows[startA + i] ?? 0) * (rows[startB + i] ?? 0);
    const lengths = (this.#lengths[a] ?? 0) * (this.#lengths[b] ?? 0);
    return lengths > 0 ? dot / lengths : 0;
  }
}

function lengthsOf({ rows, size, dimensions }: PieceTable): Float32Array {
  const lengths = new Float32Array(size);
  for (let piece = 0; piece < size; piece++) {
    let squares = 0;
    for (let i = piece * dimensions; i < (piece + 1) * dimensions; i++) squares += (rows[i] ?? 0) ** 2;
    lengths[piece] = Math.sqrt(squares);
  }
  return lengths;
}
