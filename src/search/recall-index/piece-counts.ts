/** What an entry of the hash table takes. */
const entryBytes = 24;

/** How many memories have each word piece. */
export class PieceCounts {
  readonly #counts = new Map<number, number>();

  get bytes(): number {
    return this.#counts.size * entryBytes;
  }

  memoriesWith(piece: number): number {
    return this.#counts.get(piece) ?? 0;
  }

  /** Counts a memory that has these pieces, each named once. */
  add(pieces: Uint16Array): void {
    for (const piece of pieces) this.#counts.set(piece, this.memoriesWith(piece) + 1);
  }

  remove(pieces: Uint16Array): void {
    for (const piece of pieces) {
      const left = this.memoriesWith(piece) - 1;
      if (left > 0) this.#counts.set(piece, left);
      else this.#counts.delete(piece);
    }
  }
}

/** Each piece once, in the order of their numbers. */
export function distinctPieces(pieces: Uint16Array): Uint16Array {
  const sorted = pieces.toSorted();
  let length = 0;
  for (let i = 0; i < sorted.length; i++) {
    const piece = sorted[i] ?? 0;
    if (length === 0 || sorted[length - 1] !== piece) sorted[length++] = piece;
  }
  return sorted.subarray(0, length);
}
