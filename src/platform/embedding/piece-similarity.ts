import { maxSimBinary } from '../simd/max-sim.binary.ts';
import type { StaticTable } from './static-table.ts';

const pageBytes = 65_536;
/** All that 32-bit addresses reach: 4 GiB. */
const maxPages = 65_536;
/** The kernel takes 16 dimensions and 4 pieces of the question a step. */
const dimensionStep = 16;
const askedStep = 4;
/** So that every array and vector is aligned. */
const addressStep = 16;

interface Kernel {
  cosines(
    row: number,
    dimensions: number,
    rows: number,
    questions: number,
    parts: number,
    rowFactor: number,
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

/** How alike word pieces are, by the rows of the static table. Holds memory for the largest call so far. */
export class PieceSimilarity {
  readonly #table: StaticTable;
  /** Bytes of a row, filled up with zeros for the kernel. */
  readonly #width: number;
  /** 1 over the length of each row, its scale left out; 0 for a row of zeros. */
  readonly #inverseLengths: Float32Array;
  /** Where a piece stands among the different ones of one call of `best`; -1 between calls. */
  readonly #slots: Int32Array;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages, shared: true });
  readonly #kernel: Kernel;

  constructor(table: StaticTable) {
    this.#table = table;
    this.#width = upTo(table.dimensions, dimensionStep);
    this.#inverseLengths = inverseLengths(table);
    this.#slots = new Int32Array(table.size).fill(-1);
    const module = new WebAssembly.Module(Buffer.from(maxSimBinary, 'base64'));
    this.#kernel = new WebAssembly.Instance(module, { host: { memory: this.#memory } }).exports as unknown as Kernel;
  }

  /** Length of the piece's vector; 0 for a piece that the table does not have. */
  length(piece: number): number {
    const inverse = this.#inverseLengths[piece] ?? 0;
    return inverse === 0 ? 0 : (this.#table.scales[piece] ?? 0) / inverse;
  }

  /**
   * MaxSim: for each text, for each piece asked for, the cosine of the text's most similar piece, at least 0. A piece that
   * the table does not have is like none.
   */
  best(texts: readonly Uint16Array[], asked: Uint16Array): BestCosines {
    const total = texts.reduce((sum, { length }) => sum + length, 0);
    const stride = upTo(asked.length, askedStep);
    const rows = Math.min(total, this.#table.size);
    const at = layout({ texts: texts.length, total, rows, stride, width: this.#width });
    const missing = at.end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    const count = this.#writeTexts(texts, at);
    this.#writeAsked(asked, stride, at);
    this.#kernel.cosines(at.rows, this.#width, count, at.asked, stride, at.rowFactors, at.askedFactors, at.cosines);
    this.#kernel.best(at.cosines, stride, at.slots, at.ends, texts.length, at.best);
    // A copy: the next call writes over it.
    return { stride, values: new Float32Array(this.#memory.buffer, at.best, texts.length * stride).slice() };
  }

  /** Lays the rows of all pieces side by side, each once, and where those of each text are. Answers how many there are. */
  #writeTexts(texts: readonly Uint16Array[], at: Layout): number {
    const { buffer } = this.#memory;
    const slots = new Uint16Array(buffer, at.slots);
    const ends = new Uint32Array(buffer, at.ends);
    const pieces: number[] = [];
    let filled = 0;
    for (const [index, text] of texts.entries()) {
      for (const piece of text) {
        if (piece >= this.#table.size) continue;
        let slot = this.#slots[piece] ?? -1;
        if (slot < 0) {
          slot = pieces.push(piece) - 1;
          this.#slots[piece] = slot;
        }
        slots[filled++] = slot;
      }
      ends[index] = at.slots + filled * 2;
    }
    this.#writeRows(pieces, at);
    return pieces.length;
  }

  #writeRows(pieces: readonly number[], at: Layout): void {
    const { buffer } = this.#memory;
    const rows = new Int8Array(buffer, at.rows);
    const factors = new Float32Array(buffer, at.rowFactors);
    for (const [slot, piece] of pieces.entries()) {
      this.#slots[piece] = -1;
      rows.set(this.#row(piece), slot * this.#width);
      factors[slot] = this.#inverseLengths[piece] ?? 0;
    }
  }

  #writeAsked(asked: Uint16Array, stride: number, at: Layout): void {
    const { buffer } = this.#memory;
    const rows = new Int16Array(buffer, at.asked, stride * this.#width);
    const factors = new Float32Array(buffer, at.askedFactors, stride).fill(0);
    rows.fill(0);
    for (const [index, piece] of asked.entries()) {
      rows.set(this.#row(piece), index * this.#width);
      factors[index] = this.#inverseLengths[piece] ?? 0;
    }
  }

  #row(piece: number): Int8Array {
    const { rows, dimensions } = this.#table;
    return rows.subarray(piece * dimensions, (piece + 1) * dimensions);
  }
}

type Layout = ReturnType<typeof layout>;

interface Sizes {
  readonly texts: number;
  /** Pieces of all texts together. */
  readonly total: number;
  /** Different pieces, at most. */
  readonly rows: number;
  readonly stride: number;
  readonly width: number;
}

/** Addresses of what is laid out in the kernel's memory, and where it ends. */
function layout({ texts, total, rows, stride, width }: Sizes) {
  let end = 0;
  const take = (bytes: number): number => {
    const start = end;
    end = upTo(end + bytes, addressStep);
    return start;
  };
  return {
    best: take(texts * stride * 4),
    cosines: take(rows * stride * 4),
    rowFactors: take(rows * 4),
    askedFactors: take(stride * 4),
    ends: take(texts * 4),
    slots: take(total * 2),
    asked: take(stride * width * 2),
    rows: take(rows * width),
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
