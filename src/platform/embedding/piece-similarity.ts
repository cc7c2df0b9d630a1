import { maxSimBinary } from '../simd/max-sim.binary.ts';
import { MostFrequent } from './most-frequent.ts';
import type { StaticTable } from './static-table.ts';

const pageBytes = 65_536;
/** The kernel takes 32 dimensions and 4 pieces of the question a step, and of each of these 16 values in turn. */
const dimensionStep = 32;
const askedStep = 4;
const turn = 16;
const wordBits = 32;
/**
 * For so many pieces that questions ask for most often, "what" and "did" and the question mark, the cosines with the whole
 * table are kept: 120 KB each.
 */
const heldColumns = 64;
/** So that every array and vector is aligned. */
const addressStep = 16;

/** Texts by their word pieces: those of each are the `numbers` from `starts` to `ends`. */
export interface PieceTexts {
  readonly numbers: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

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

/** How alike word pieces are, by the rows of the static table, where they lie. Holds memory for the largest call so far. */
export class PieceSimilarity {
  readonly #table: StaticTable;
  /** Values of a part of the question, filled up with zeros for the kernel. */
  readonly #width: number;
  /** Where in memory 1 over the length of each row is, its scale left out; 0 for a row of zeros. */
  readonly #factorsAt: number;
  readonly #factors: Float32Array;
  /** The pieces whose columns are held, and where the first column is: a cosine for each piece of the table. */
  readonly #often: MostFrequent;
  readonly #columnsAt: number;
  /** Where free memory begins. */
  readonly #free: number;
  /** Where a piece stands among the different ones of a call of `best`. */
  readonly #slots: Uint16Array;
  /** A bit for each piece that is among them; none between calls. */
  readonly #present: Uint32Array;
  readonly #kernel: Kernel;

  constructor(table: StaticTable) {
    const { rows, memory, size, dimensions } = table;
    this.#table = table;
    this.#width = upTo(dimensions, dimensionStep);
    // The kernel reads the last row up to the full width.
    this.#factorsAt = upTo(rows.byteOffset + rows.byteLength + dimensionStep, addressStep);
    this.#often = new MostFrequent(size, heldColumns);
    this.#columnsAt = upTo(this.#factorsAt + size * 4, addressStep);
    this.#free = upTo(this.#columnsAt + heldColumns * size * 4, addressStep);
    this.#reserve(this.#free);
    this.#factors = new Float32Array(memory.buffer, this.#factorsAt, size);
    this.#factors.set(inverseLengths(table));
    this.#slots = new Uint16Array(size);
    this.#present = new Uint32Array(Math.ceil(size / wordBits));
    const module = new WebAssembly.Module(Buffer.from(maxSimBinary, 'base64'));
    this.#kernel = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as Kernel;
  }

  /** Length of the piece's vector; 0 for a piece that the table does not have. */
  length(piece: number): number {
    const inverse = this.#factors[piece] ?? 0;
    return inverse === 0 ? 0 : (this.#table.scales[piece] ?? 0) / inverse;
  }

  /**
   * MaxSim: for each of the first `count` texts, for each piece asked for in order, the cosine of the text's most similar piece, at
   * least 0. A piece that the table does not have is like none.
   */
  best(texts: PieceTexts, count: number, asked: Uint16Array): Float32Array {
    const { memory, size } = this.#table;
    this.#holdOneMore(asked);
    const held = asked.filter((piece) => this.#often.placeOf(piece) >= 0);
    const others = asked.filter((piece) => this.#often.placeOf(piece) < 0);
    const parts = others.length;
    const stride = upTo(asked.length, askedStep);
    let total = 0;
    for (let text = 0; text < count; text++) total += (texts.ends[text] ?? 0) - (texts.starts[text] ?? 0);
    const sizes = { texts: count, total, pieces: Math.min(total, size), stride, parts, width: this.#width };
    const at = layout(this.#free, sizes);
    this.#reserve(at.end);
    const different = this.#writeTexts(texts, count, at, total);
    this.#writeCosines(different, others, at, stride);
    for (const [index, piece] of held.entries()) {
      this.#kernel.gather(at.pieces, different, this.#columnOf(piece), at.cosines + (parts + index) * 4, stride * 4);
    }
    this.#kernel.best(at.cosines, stride, at.slots, at.ends, count, at.best);
    const found = new Float32Array(memory.buffer, at.best, count * stride);
    return inOrder(found, stride, asked, placesOf(others, held, parts));
  }

  #columnOf(piece: number): number {
    return this.#columnsAt + this.#often.placeOf(piece) * this.#table.size * 4;
  }

  /** Counts what is asked for, and makes the column of a piece that is asked for often: of one, so that none waits long. */
  #holdOneMore(asked: Uint16Array): void {
    for (const piece of asked) {
      if (this.#often.note(piece) < 0) continue;
      const { size, memory } = this.#table;
      const one = Uint16Array.of(piece);
      const at = layout(this.#free, {
        texts: 0,
        total: 0,
        pieces: size,
        stride: askedStep,
        parts: 1,
        width: this.#width,
      });
      this.#reserve(at.end);
      const pieces = new Uint16Array(memory.buffer, at.pieces, size);
      for (let number = 0; number < size; number++) pieces[number] = number;
      this.#writeCosines(size, one, at, askedStep);
      const cosines = new Float32Array(memory.buffer, at.cosines, size * askedStep);
      const column = new Float32Array(memory.buffer, this.#columnOf(piece), size);
      for (let number = 0; number < size; number++) column[number] = cosines[number * askedStep] ?? 0;
      return;
    }
  }

  /** The cosines of the pieces that are laid out with those asked for. */
  #writeCosines(count: number, asked: Uint16Array, at: Layout, stride: number): void {
    const { rows, dimensions } = this.#table;
    this.#writeAsked(asked, at);
    this.#kernel.cosines(
      at.pieces,
      count,
      rows.byteOffset,
      dimensions,
      this.#factorsAt,
      this.#width,
      at.asked,
      asked.length,
      at.askedFactors,
      at.cosines,
      stride * 4,
    );
  }

  #reserve(end: number): void {
    const { memory } = this.#table;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }

  /**
   * Writes the different pieces, each once, by their numbers, so that the kernel goes through the table from its beginning to
   * its end; and which of them each text has. Answers how many there are.
   */
  #writeTexts(texts: PieceTexts, count: number, at: Layout, total: number): number {
    const { size, memory } = this.#table;
    const slots = new Uint16Array(memory.buffer, at.slots, total);
    const filled = this.#markTexts(texts, count, slots, at);
    const present = this.#present;
    const pieces = new Uint16Array(memory.buffer, at.pieces, Math.min(total, size));
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

  /** Writes the texts' pieces one after another, those that the table has, and where those of each end; marks them. Answers how many. */
  #markTexts({ numbers, starts, ends }: PieceTexts, count: number, slots: Uint16Array, at: Layout): number {
    const { size, memory } = this.#table;
    const present = this.#present;
    const slotEnds = new Uint32Array(memory.buffer, at.ends, count);
    let filled = 0;
    for (let text = 0; text < count; text++) {
      const end = ends[text] ?? 0;
      for (let from = starts[text] ?? 0; from < end; from++) {
        const piece = numbers[from] ?? 0;
        if (piece >= size) continue;
        present[piece >>> 5] = (present[piece >>> 5] ?? 0) | (1 << (piece & 31));
        slots[filled++] = piece;
      }
      slotEnds[text] = at.slots + filled * 2;
    }
    return filled;
  }

  #writeAsked(asked: Uint16Array, at: Layout): void {
    const { rows, dimensions, memory } = this.#table;
    const width = this.#width;
    const values = new Int16Array(memory.buffer, at.asked, upTo(asked.length, askedStep) * width).fill(0);
    const factors = new Float32Array(memory.buffer, at.askedFactors, asked.length);
    for (const [index, piece] of asked.entries()) {
      const row = rows.subarray(piece * dimensions, (piece + 1) * dimensions);
      const first = (index - (index % askedStep)) * width + (index % askedStep) * turn;
      for (let i = 0; i < row.length; i += turn) values.set(row.subarray(i, i + turn), first + i * askedStep);
      factors[index] = this.#factors[piece] ?? 0;
    }
  }
}

/** In which column the kernel has each piece that is asked for. */
function placesOf(others: Uint16Array, held: Uint16Array, firstHeld: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const [index, piece] of others.entries()) places.set(piece, index);
  for (const [index, piece] of held.entries()) places.set(piece, firstHeld + index);
  return places;
}

/** A copy, since the next call writes over what the kernel left, with the pieces in the order in which they were asked for. */
function inOrder(
  found: Float32Array,
  stride: number,
  asked: Uint16Array,
  places: ReadonlyMap<number, number>,
): Float32Array {
  const count = asked.length;
  const texts = stride === 0 ? 0 : found.length / stride;
  const values = new Float32Array(texts * count);
  for (const [index, piece] of asked.entries()) {
    let from = places.get(piece) ?? 0;
    for (let to = index; to < values.length; to += count, from += stride) values[to] = found[from] ?? 0;
  }
  return values;
}

type Layout = ReturnType<typeof layout>;

interface Sizes {
  readonly texts: number;
  /** Pieces of all texts together. */
  readonly total: number;
  /** Different pieces, at most. */
  readonly pieces: number;
  readonly stride: number;
  /** Pieces asked for whose cosines are not held. */
  readonly parts: number;
  readonly width: number;
}

/** Addresses of what is laid out in the kernel's memory from `start` on, and where it ends. */
function layout(start: number, { texts, total, pieces, stride, parts, width }: Sizes) {
  let end = start;
  const take = (bytes: number): number => {
    const address = end;
    end = upTo(end + bytes, addressStep);
    return address;
  };
  return {
    best: take(texts * stride * 4),
    cosines: take(pieces * stride * 4),
    askedFactors: take(parts * 4),
    ends: take(texts * 4),
    slots: take(total * 2),
    pieces: take(pieces * 2),
    asked: take(upTo(parts, askedStep) * width * 2),
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
