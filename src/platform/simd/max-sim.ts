import { maxSimBinary } from './max-sim.binary.ts';

/** The kernel processes 32 dimensions and 4 query pieces per step, 16 values of each piece in turn. */
const dimensionStep = 32;
const askedStep = 4;
const turn = 16;
const wordBits = 32;
/** Alignment of every array and vector. */
const addressStep = 16;

/** Source: max-sim.wat, which documents the parameters. */
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
    step: number,
  ): void;
  gather(piece: number, pieces: number, column: number, to: number, step: number): void;
  best(cosine: number, parts: number, slot: number, end: number, texts: number, best: number): void;
}

/** Rows of signed 8-bit values, `dimensions` each, in memory shared with threads. */
export interface RowTable {
  readonly memory: WebAssembly.Memory;
  readonly size: number;
  readonly dimensions: number;
  /** Address of the rows. The memory has to be readable beyond the last row, up to a full step of the kernel. */
  readonly rowsAt: number;
  /** Address of the inverse length of each row; 0 for a row of zeros. */
  readonly factorsAt: number;
}

/** Sizes of a call, and the address from which it is laid out: see `layoutOf`. */
export interface CallSizes {
  readonly start: number;
  readonly texts: number;
  /** Number of pieces of all texts together. */
  readonly total: number;
  /**
   * Number of query pieces whose cosines are computed, and of those whose cosines with the whole table are cached: the latter
   * come last.
   */
  readonly parts: number;
  readonly held: number;
}

export interface MaxSimCall extends CallSizes {
  /** Number of text pieces that the table contains: others are left out of the layout. */
  readonly filled: number;
}

/** Addresses of a call's data. The caller writes `asked`, `columns`, `slots` and `ends`, and reads `best`. */
export function layoutOf({ start, texts, total, parts, held }: CallSizes, { size, dimensions }: RowTable) {
  let end = start;
  const take = (bytes: number): number => {
    const address = end;
    end = upTo(end + bytes, addressStep);
    return address;
  };
  const stride = upTo(parts + held, askedStep);
  const pieces = Math.min(total, size);
  return {
    /** For each text and each query piece, the cosine of the most similar piece, as 32-bit floats. */
    best: take(texts * stride * 4),
    /** Number of values from one text to the next. */
    stride,
    /** The query pieces to compute, 16 bits each, and the addresses of the cached columns of the others, 32 bits each. */
    asked: take(parts * 2),
    columns: take(held * 4),
    /** The pieces of all texts, 16 bits each, one text after the other, and the addresses where those of each end. */
    slots: take(total * 2),
    ends: take(texts * 4),
    /** Of the query pieces: their values in the kernel's layout, and their inverse lengths. */
    values: take(upTo(parts, askedStep) * upTo(dimensions, dimensionStep) * 2),
    factors: take(parts * 4),
    /** The distinct pieces of the texts, and their cosines: last, since there may be far fewer of them than there is room for. */
    pieces: take(pieces * 2),
    cosines: take(pieces * stride * 4),
    end,
  };
}

type Layout = ReturnType<typeof layoutOf>;

/** Finds, for each query piece, the most similar piece of a text. */
export class MaxSim {
  readonly #table: RowTable;
  readonly #rows: Int8Array;
  readonly #factors: Float32Array;
  /** Number of values of a query piece, padded with zeros for the kernel. */
  readonly #width: number;
  /** Index of a piece among the distinct ones of a call. */
  readonly #slots: Uint16Array;
  /** Bit set of the pieces among them; empty between calls. */
  readonly #present: Uint32Array;
  readonly #kernel: Kernel;

  constructor(table: RowTable) {
    const { memory, size, dimensions, rowsAt, factorsAt } = table;
    this.#table = table;
    this.#rows = new Int8Array(memory.buffer, rowsAt, size * dimensions);
    this.#factors = new Float32Array(memory.buffer, factorsAt, size);
    this.#width = upTo(dimensions, dimensionStep);
    this.#slots = new Uint16Array(size);
    this.#present = new Uint32Array(Math.ceil(size / wordBits));
    const module = new WebAssembly.Module(Buffer.from(maxSimBinary, 'base64'));
    this.#kernel = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as Kernel;
  }

  run(call: MaxSimCall): void {
    const at = layoutOf(call, this.#table);
    const { memory } = this.#table;
    const { texts, parts, held } = call;
    const different = this.#tellApart(call, at);
    this.#writeCosines(different, parts, at);
    const columns = new Uint32Array(memory.buffer, at.columns, held);
    for (const [index, column] of columns.entries())
      this.#kernel.gather(at.pieces, different, column, at.cosines + (parts + index) * 4, at.stride * 4);
    this.#kernel.best(at.cosines, at.stride, at.slots, at.ends, texts, at.best);
  }

  /** Writes the cosines of one piece with the whole table to an address, using a call without texts whose `total` is the table's size. */
  writeColumn(piece: number, to: number, call: CallSizes): void {
    const at = layoutOf(call, this.#table);
    const { memory, size } = this.#table;
    const pieces = new Uint16Array(memory.buffer, at.pieces, size);
    for (let number = 0; number < size; number++) pieces[number] = number;
    new Uint16Array(memory.buffer, at.asked, 1)[0] = piece;
    this.#writeCosines(size, 1, at);
    const cosines = new Float32Array(memory.buffer, at.cosines, size * at.stride);
    const column = new Float32Array(memory.buffer, to, size);
    for (let number = 0; number < size; number++) column[number] = cosines[number * at.stride] ?? 0;
  }

  /**
   * Deduplicates the pieces and sorts them by number, so that the kernel reads the table from its beginning to its end, and
   * replaces the pieces of each text by their indexes. Returns the number of distinct pieces.
   */
  #tellApart({ total, filled }: MaxSimCall, at: Layout): number {
    const { memory, size } = this.#table;
    const present = this.#present;
    const slots = new Uint16Array(memory.buffer, at.slots, total);
    const pieces = new Uint16Array(memory.buffer, at.pieces, Math.min(total, size));
    for (let i = 0; i < filled; i++) {
      const piece = slots[i] ?? 0;
      present[piece >>> 5] = (present[piece >>> 5] ?? 0) | (1 << (piece & 31));
    }
    let different = 0;
    for (let word = 0; word < present.length; word++) {
      for (let left = present[word] ?? 0; left !== 0; left &= left - 1) {
        const piece = word * wordBits + 31 - Math.clz32(left & -left);
        this.#slots[piece] = different;
        pieces[different++] = piece;
      }
      present[word] = 0;
    }
    for (let i = 0; i < filled; i++) slots[i] = this.#slots[slots[i] ?? 0] ?? 0;
    return different;
  }

  /** Computes the cosines of the distinct pieces with the query pieces. */
  #writeCosines(count: number, parts: number, at: Layout): void {
    const { rowsAt, dimensions, factorsAt } = this.#table;
    this.#writeAsked(parts, at);
    this.#kernel.cosines(
      at.pieces,
      count,
      rowsAt,
      dimensions,
      factorsAt,
      this.#width,
      at.values,
      parts,
      at.factors,
      at.cosines,
      at.stride * 4,
    );
  }

  #writeAsked(parts: number, at: Layout): void {
    const { memory, dimensions } = this.#table;
    const asked = new Uint16Array(memory.buffer, at.asked, parts);
    const width = this.#width;
    const values = new Int16Array(memory.buffer, at.values, upTo(parts, askedStep) * width).fill(0);
    const factors = new Float32Array(memory.buffer, at.factors, parts);
    for (const [index, piece] of asked.entries()) {
      const row = this.#rows.subarray(piece * dimensions, (piece + 1) * dimensions);
      const first = (index - (index % askedStep)) * width + (index % askedStep) * turn;
      for (let i = 0; i < row.length; i += turn) values.set(row.subarray(i, i + turn), first + i * askedStep);
      factors[index] = this.#factors[piece] ?? 0;
    }
  }
}

const upTo = (count: number, step: number): number => Math.ceil(count / step) * step;
