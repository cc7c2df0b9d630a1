import { maxSimBinary } from '../simd/max-sim.binary.ts';
import type { StaticTable } from './static-table.ts';

const pageBytes = 65_536;
/** The kernel takes 16 dimensions and 4 pieces of the question a step. */
const dimensionStep = 16;
const askedStep = 4;
/** So that every array and vector is aligned. */
const addressStep = 16;

interface Kernel {
  cosines(
    piece: number,
    pieces: number,
    table: number,
    dimensions: number,
    factor: number,
    width: number,
    questions: number,
    parts: number,
    partFactor: number,
    cosine: number,
  ): void;
  best(cosine: number, parts: number, slot: number, end: number, texts: number, best: number): void;
}

/** For each text `stride` values: one for each piece asked for, in order, then zeros. */
export interface BestCosines {
  readonly stride: number;
  readonly values: Float32Array;
}

/** How alike word pieces are, by the rows of the static table, where they lie. Holds memory for the largest call so far. */
export class PieceSimilarity {
  readonly #table: StaticTable;
  /** Values of a part of the question, filled up with zeros for the kernel. */
  readonly #width: number;
  /** Where in memory 1 over the length of each row is, its scale left out; 0 for a row of zeros. */
  readonly #factorsAt: number;
  readonly #factors: Float32Array;
  /** Where free memory begins. */
  readonly #free: number;
  /** Where a piece stands among the different ones of one call of `best`, plus 1; 0 between calls. */
  readonly #slots: Uint16Array;
  readonly #kernel: Kernel;

  constructor(table: StaticTable) {
    const { rows, memory, size, dimensions } = table;
    this.#table = table;
    this.#width = upTo(dimensions, dimensionStep);
    // The kernel reads the last row up to the full width.
    this.#factorsAt = upTo(rows.byteOffset + rows.byteLength + dimensionStep, addressStep);
    this.#free = upTo(this.#factorsAt + size * 4, addressStep);
    this.#reserve(this.#free);
    this.#factors = new Float32Array(memory.buffer, this.#factorsAt, size);
    this.#factors.set(inverseLengths(table));
    this.#slots = new Uint16Array(size);
    const module = new WebAssembly.Module(Buffer.from(maxSimBinary, 'base64'));
    this.#kernel = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as Kernel;
  }

  /** Length of the piece's vector; 0 for a piece that the table does not have. */
  length(piece: number): number {
    const inverse = this.#factors[piece] ?? 0;
    return inverse === 0 ? 0 : (this.#table.scales[piece] ?? 0) / inverse;
  }

  /**
   * MaxSim: for each text, for each piece asked for, the cosine of the text's most similar piece, at least 0. A piece that
   * the table does not have is like none.
   */
  best(texts: readonly Uint16Array[], asked: Uint16Array): BestCosines {
    const { dimensions, rows, memory, size } = this.#table;
    let total = 0;
    for (const text of texts) total += text.length;
    const stride = upTo(asked.length, askedStep);
    const sizes = { texts: texts.length, total, pieces: Math.min(total, size), stride, width: this.#width };
    const at = layout(this.#free, sizes);
    this.#reserve(at.end);
    const count = this.#writeTexts(texts, at, total);
    this.#writeAsked(asked, stride, at);
    const [table, factors] = [rows.byteOffset, this.#factorsAt];
    const { cosines, best } = this.#kernel;
    cosines(at.pieces, count, table, dimensions, factors, this.#width, at.asked, stride, at.askedFactors, at.cosines);
    best(at.cosines, stride, at.slots, at.ends, texts.length, at.best);
    // A copy: the next call writes over it.
    return { stride, values: new Float32Array(memory.buffer, at.best, texts.length * stride).slice() };
  }

  #reserve(end: number): void {
    const { memory } = this.#table;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }

  /** Writes the different pieces, each once, and which of them each text has. Answers how many there are. */
  #writeTexts(texts: readonly Uint16Array[], at: Layout, total: number): number {
    const { size, memory } = this.#table;
    const known = this.#slots;
    const slots = new Uint16Array(memory.buffer, at.slots, total);
    const ends = new Uint32Array(memory.buffer, at.ends, texts.length);
    const pieces = new Uint16Array(memory.buffer, at.pieces, Math.min(total, size));
    let [filled, count] = [0, 0];
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index] ?? none;
      for (let i = 0; i < text.length; i++) {
        const piece = text[i] ?? 0;
        if (piece >= size) continue;
        let slot = known[piece] ?? 0;
        if (slot === 0) {
          pieces[count++] = piece;
          known[piece] = slot = count;
        }
        slots[filled++] = slot - 1;
      }
      ends[index] = at.slots + filled * 2;
    }
    for (let i = 0; i < count; i++) known[pieces[i] ?? 0] = 0;
    return count;
  }

  #writeAsked(asked: Uint16Array, stride: number, at: Layout): void {
    const { rows, dimensions, memory } = this.#table;
    const parts = new Int16Array(memory.buffer, at.asked, stride * this.#width).fill(0);
    const factors = new Float32Array(memory.buffer, at.askedFactors, stride).fill(0);
    for (const [index, piece] of asked.entries()) {
      parts.set(rows.subarray(piece * dimensions, (piece + 1) * dimensions), index * this.#width);
      factors[index] = this.#factors[piece] ?? 0;
    }
  }
}

const none = new Uint16Array();

type Layout = ReturnType<typeof layout>;

interface Sizes {
  readonly texts: number;
  /** Pieces of all texts together. */
  readonly total: number;
  /** Different pieces, at most. */
  readonly pieces: number;
  readonly stride: number;
  readonly width: number;
}

/** Addresses of what is laid out in the kernel's memory from `start` on, and where it ends. */
function layout(start: number, { texts, total, pieces, stride, width }: Sizes) {
  let end = start;
  const take = (bytes: number): number => {
    const address = end;
    end = upTo(end + bytes, addressStep);
    return address;
  };
  return {
    best: take(texts * stride * 4),
    cosines: take(pieces * stride * 4),
    askedFactors: take(stride * 4),
    ends: take(texts * 4),
    slots: take(total * 2),
    pieces: take(pieces * 2),
    asked: take(stride * width * 2),
    end,
  };
}

const upTo = (count: number, step: number): number => Math.ceil(count / step) * step;

function inverseLengths({ rows, size, dimensions }: StaticTable): Float32Array {
  return Float32Array.from({ length: size }, (_, piece) => {
    let squares = 0;
    for (let i = piece * dimensions; i < (piece + 1) * dimensions; i++) squares += (rows[i] ?? 0) ** 2;
    return squares === 0 ? 0 : 1 / Math.sqrt(squares);
  });
}
