import { DotScan } from '../platform/simd/dot-scan.ts';
import { Int8Rows } from '../platform/simd/int8-rows.ts';
import { callRows } from '../platform/simd/scan-slot.ts';

/** A memory near another one. */
export interface Neighbour {
  readonly id: string;
  /** Cosine of both vectors. */
  readonly similarity: number;
}

/** A memory's vector of one model, of any length. */
export interface StoredVector {
  readonly id: string;
  readonly values: Int8Array;
}

/** Which neighbours of a vector are meant. */
export interface NearTo {
  /** Minimum similarity. */
  readonly threshold: number;
  /** Maximum number of neighbours, the nearest. */
  readonly most: number;
  /** Whether a memory is left out. */
  readonly passesOver?: (id: string) => boolean;
}

/**
 * Vectors of one collection in the order in which they were added, a byte per dimension (256 for the models that are built in).
 * Finds the neighbours of one of them exactly.
 */
export class NearVectors {
  readonly #ids: string[] = [];
  /** Squared lengths of the vectors as stored. By the scale, a 32-bit float, the similarity of equal vectors would be slightly off 1. */
  readonly #squares: number[] = [];
  #rows: Int8Rows | null = null;

  get size(): number {
    return this.#ids.length;
  }

  add(rows: readonly StoredVector[]): void {
    const [first] = rows;
    if (!first) return;
    this.#rows ??= new Int8Rows(new DotScan(), first.values.length);
    this.#rows.reserve(this.size + rows.length);
    for (const { id, values } of rows) {
      const squares = values.reduce((sum, value) => sum + value * value, 0);
      this.#rows.set(this.size, { values, scale: squares === 0 ? 0 : 1 / Math.sqrt(squares) });
      this.#ids.push(id);
      this.#squares.push(squares);
    }
  }

  idAt(row: number): string {
    return this.#ids[row] ?? '';
  }

  /** Returns the neighbours of a vector that were added before it, nearest first. */
  before(row: number, { threshold, most, passesOver }: NearTo): Neighbour[] {
    const rows = this.#rows;
    if (!rows) return [];
    rows.ask(rows.get(row));
    const squares = this.#squares[row] ?? 0;
    const found: Neighbour[] = [];
    for (let first = 0; first < row; first += callRows) {
      const { count, pairs } = rows.sift(first, Math.min(callRows, row - first), threshold * Math.sqrt(squares));
      for (let i = 0; i < count; i += 1) {
        const other = pairs[2 * i] ?? 0;
        const similarity = (pairs[2 * i + 1] ?? 0) / Math.sqrt(squares * (this.#squares[other] ?? 0));
        const id = this.idAt(other);
        if (similarity >= threshold && !passesOver?.(id)) found.push({ id, similarity });
      }
    }
    return found.sort((one, other) => other.similarity - one.similarity).slice(0, most);
  }
}
