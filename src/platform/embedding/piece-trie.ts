import { powerOfTwo } from '../slots.ts';
import { Uint32Map } from '../uint32-map.ts';

// Root nodes of the tree: one for beginnings of words, one for continuations.
const START = 0;
const CONTINUATION = 1;
const NONE = -1;
/** BERT's vocabulary has two edges a piece, and the table is at most half full. */
const slotsPerPiece = 4;

/**
 * Splits words into the pieces of a vocabulary by longest match. A word is given as symbols: small numbers for the characters
 * that occur in pieces, 0 for all others. Walking a tree, instead of trying substrings, keeps the worst case linear.
 */
export class PieceTrie {
  readonly #symbols = new Uint16Array(0x10000);
  readonly #alphabet: number;
  /** Child node by `node * alphabet + symbol`. */
  readonly #edges: Uint32Map;
  /** Id of the piece that ends at each node, or NONE. */
  readonly #ends: number[] = [NONE, NONE];

  /** Pieces by id; those that begin with `prefix` continue a word. */
  constructor(pieces: readonly string[], prefix: string) {
    let alphabet = 1;
    for (const character of new Set(pieces.join(''))) {
      if (character.length > 1) throw new RangeError(`No symbol for ${character}: it has more than 16 bits`);
      this.#symbols[character.charCodeAt(0)] = alphabet++;
    }
    this.#alphabet = alphabet;
    this.#edges = new Uint32Map(powerOfTwo(slotsPerPiece * pieces.length));
    for (const [id, piece] of pieces.entries()) {
      if (piece.startsWith(prefix)) this.#insert(CONTINUATION, piece.slice(prefix.length), id);
      else this.#insert(START, piece, id);
    }
  }

  symbol(codePoint: number): number {
    return this.#symbols[codePoint] ?? 0;
  }

  /** Appends the pieces of a word to `out` and returns true; appends nothing and returns false if some part matches no piece. */
  split(word: Uint16Array, length: number, out: number[]): boolean {
    const before = out.length;
    for (let from = 0; from < length; ) {
      let node = from === 0 ? START : CONTINUATION;
      let found = NONE;
      let next = from;
      for (let i = from; i < length; i++) {
        node = this.#edges.get(node * this.#alphabet + (word[i] ?? 0));
        if (node === NONE) break;
        const end = this.#ends[node] ?? NONE;
        if (end === NONE) continue;
        found = end;
        next = i + 1;
      }
      if (found === NONE) {
        out.length = before;
        return false;
      }
      out.push(found);
      from = next;
    }
    return true;
  }

  #insert(root: number, piece: string, id: number): void {
    let node = root;
    for (let i = 0; i < piece.length; i++) {
      const edge = node * this.#alphabet + this.symbol(piece.charCodeAt(i));
      let child = this.#edges.get(edge);
      if (child === NONE) {
        child = this.#ends.push(NONE) - 1;
        this.#edges.set(edge, child);
      }
      node = child;
    }
    this.#ends[node] = id;
  }
}
