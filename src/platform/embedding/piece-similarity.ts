import { availableParallelism } from 'node:os';
import { KernelThreadError } from '../simd/kernel-thread.errors.ts';
import { type CallSizes, layoutOf, MaxSim, type MaxSimCall, type RowTable } from '../simd/max-sim.ts';
import { growMemory } from '../simd/shared-memory.ts';
import { JobThread } from '../threads/job-thread.ts';
import { MostFrequent } from './most-frequent.ts';
import type { StaticTable } from './static-table.ts';

/**
 * Number of most frequent query pieces, such as "what", "did" and the question mark, whose cosines with the whole table are
 * cached: 120 KB each.
 */
const heldColumns = 64;
/** Initial memory for calls on this thread, enough for a usual one; does not affect results. */
const firstRoom = 2 ** 20;

/** Maximum calls queued to the thread: one running and one next. More would wait longer than they take on this thread. */
const mostAside = 2;
/** Memory for each of these: all pieces of the table with thirty query pieces. A usual call touches a tenth of it. */
const asideBytes = 2 ** 22;
/** From this many eligible calls a second on, the event loop is busy enough for a thread to be worth its 14 MB. */
const busyCalls = 50;
const busyMs = 1_000;
/** Fewer pieces are compared faster on this thread than it takes to call the other: a tenth of a millisecond. */
const leastAside = 4_096;

/** Texts as word pieces: those of each text are `numbers` from `starts` to `ends`. */
export interface PieceTexts {
  readonly numbers: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

interface SimilarityOptions {
  /** With a single core, everything is computed on this thread. */
  readonly cores?: number;
  /** Calls per second after which the thread is started. */
  readonly busyAt?: number;
}

/**
 * Similarity of word pieces by the rows of the static table, read in place. Holds memory for the largest call so far, and starts
 * a worker thread once the event loop is busy.
 */
export class PieceSimilarity implements AsyncDisposable {
  readonly #table: StaticTable;
  readonly #rows: RowTable;
  readonly #factors: Float32Array;
  /** The pieces whose columns are cached, and the address of the first column: a cosine for each piece of the table. */
  readonly #often: MostFrequent;
  readonly #columnsAt: number;
  /** Free memory areas for calls to the thread. */
  readonly #aside: number[] = [];
  readonly #thread: JobThread<MaxSimCall, null> | null;
  readonly #kernel: MaxSim;
  readonly #busyAt: number;
  /** Eligible calls in the current second, counted until there is a thread. */
  #calls = 0;
  #busySince = 0;
  /** Start and end of the memory for calls on this thread. */
  #here: number;
  #hereEnd: number;

  constructor(table: StaticTable, { cores = availableParallelism(), busyAt = busyCalls }: SimilarityOptions = {}) {
    const { rows, memory, size, dimensions } = table;
    this.#table = table;
    this.#often = new MostFrequent(size, heldColumns);
    const factorsAt = this.#take(size * 4);
    this.#columnsAt = this.#take(heldColumns * size * 4);
    for (let call = 0; call < mostAside; call++) this.#aside.push(this.#take(asideBytes));
    this.#here = this.#take(firstRoom);
    this.#hereEnd = this.#here + firstRoom;
    this.#factors = new Float32Array(memory.buffer, factorsAt, size);
    this.#factors.set(inverseLengths(table));
    this.#rows = { memory, size, dimensions, rowsAt: rows.byteOffset, factorsAt };
    this.#kernel = new MaxSim(this.#rows);
    this.#busyAt = busyAt;
    this.#thread = cores > 1 ? threadOf(this.#rows) : null;
  }

  /** Length of the piece's vector; 0 if the table does not contain it. */
  length(piece: number): number {
    const inverse = this.#factors[piece] ?? 0;
    return inverse === 0 ? 0 : (this.#table.scales[piece] ?? 0) / inverse;
  }

  /**
   * MaxSim: for each of the first `count` texts and each query piece, in order, the cosine of the text's most similar piece, at
   * least 0. A piece that the table does not contain is similar to none.
   */
  best(texts: PieceTexts, count: number, asked: Uint16Array): Float32Array {
    this.#holdOneMore(asked);
    const sorted = this.#sorted(asked);
    const call = this.#withRoom(callOf(this.#here, texts, count, sorted));
    this.#kernel.run(this.#layOut(call, texts, sorted));
    return this.#read(call, asked, sorted);
  }

  /**
   * The same on the worker thread; the promise rejects with KernelThreadError if it is lost. Null if the thread is fully
   * occupied, the call is small, or calls are too rare for a thread.
   */
  bestAside(texts: PieceTexts, count: number, asked: Uint16Array): Promise<Float32Array> | null {
    const thread = this.#thread;
    if (thread === null || !(thread.isReady || this.#isBusy())) return null;
    const start = this.#aside.at(-1);
    if (start === undefined) return null;
    const sorted = this.#sorted(asked);
    const call = callOf(start, texts, count, sorted);
    if (call.total < leastAside || layoutOf(call, this.#rows).end > start + asideBytes) return null;
    this.#aside.pop();
    return thread
      .run(this.#layOut(call, texts, sorted))
      .then(() => this.#read(call, asked, sorted))
      .finally(() => {
        this.#aside.push(start);
        this.#holdOneMore(asked);
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread?.[Symbol.asyncDispose]();
  }

  #isBusy(): boolean {
    const now = performance.now();
    if (now - this.#busySince >= busyMs) [this.#busySince, this.#calls] = [now, 0];
    this.#calls += 1;
    return this.#calls > this.#busyAt;
  }

  #columnOf(piece: number): number {
    return this.#columnsAt + this.#often.placeOf(piece) * this.#table.size * 4;
  }

  #sorted(asked: Uint16Array): Sorted {
    return {
      parts: asked.filter((piece) => this.#often.placeOf(piece) < 0),
      held: asked.filter((piece) => this.#often.placeOf(piece) >= 0),
    };
  }

  /**
   * Counts the query pieces and caches the column of a newly frequent one, at most one per call, so that no call takes long. It
   * may replace another column, so it does nothing while the thread may be reading.
   */
  #holdOneMore(asked: Uint16Array): void {
    if (this.#aside.length < mostAside) return;
    for (const piece of asked) {
      if (this.#often.note(piece) < 0) continue;
      const call = { start: this.#here, texts: 0, total: this.#table.size, parts: 1, held: 0 };
      this.#kernel.writeColumn(piece, this.#columnOf(piece), this.#withRoom(call));
      return;
    }
  }

  /** Allocates memory by appending it. */
  #take(bytes: number): number {
    return growMemory(this.#table.memory, bytes);
  }

  /** Moves the call to where there is room for it. */
  #withRoom(call: CallSizes): CallSizes {
    const { end } = layoutOf(call, this.#rows);
    if (end <= this.#hereEnd) return call;
    // The former area is abandoned; since the size doubles each time, no more is abandoned in total than is in use.
    const bytes = 2 * (end - call.start);
    this.#here = this.#take(bytes);
    this.#hereEnd = this.#here + bytes;
    return { ...call, start: this.#here };
  }

  /** Writes the input of a call where the kernel reads it. Returns the call without pieces that the table does not contain. */
  #layOut(call: CallSizes, { numbers, starts, ends }: PieceTexts, { parts, held }: Sorted): MaxSimCall {
    const { size, memory } = this.#table;
    const at = layoutOf(call, this.#rows);
    new Uint16Array(memory.buffer, at.asked, parts.length).set(parts);
    const columns = new Uint32Array(memory.buffer, at.columns, held.length);
    for (const [index, piece] of held.entries()) columns[index] = this.#columnOf(piece);
    const slots = new Uint16Array(memory.buffer, at.slots, call.total);
    const slotEnds = new Uint32Array(memory.buffer, at.ends, call.texts);
    let filled = 0;
    for (let text = 0; text < call.texts; text++) {
      const end = ends[text] ?? 0;
      for (let from = starts[text] ?? 0; from < end; from++) {
        const piece = numbers[from] ?? 0;
        if (piece < size) slots[filled++] = piece;
      }
      slotEnds[text] = at.slots + filled * 2;
    }
    return { ...call, filled };
  }

  /** Copies the result, which the next call overwrites, and restores the order of the query pieces. */
  #read(call: CallSizes, asked: Uint16Array, { parts, held }: Sorted): Float32Array {
    const { best, stride } = layoutOf(call, this.#rows);
    const found = new Float32Array(this.#table.memory.buffer, best, call.texts * stride);
    const places = new Map([...parts, ...held].map((piece, place) => [piece, place]));
    const count = asked.length;
    const values = new Float32Array(call.texts * count);
    for (let index = 0; index < count; index++) {
      let from = places.get(asked[index] ?? 0) ?? 0;
      for (let to = index; to < values.length; to += count, from += stride) values[to] = found[from] ?? 0;
    }
    return values;
  }
}

/** The query pieces: those to compute, and those whose columns are cached. */
interface Sorted {
  readonly parts: Uint16Array;
  readonly held: Uint16Array;
}

function callOf(start: number, { starts, ends }: PieceTexts, texts: number, { parts, held }: Sorted): CallSizes {
  let total = 0;
  for (let text = 0; text < texts; text++) total += (ends[text] ?? 0) - (starts[text] ?? 0);
  return { start, texts, total, parts: parts.length, held: held.length };
}

const threadOf = (table: RowTable): JobThread<MaxSimCall, null> =>
  new JobThread({
    script: new URL('../simd/max-sim.worker.ts', import.meta.url),
    data: table,
    failure: (message, options) => new KernelThreadError(message, options),
  });

function inverseLengths({ rows, size, dimensions }: StaticTable): Float32Array {
  return Float32Array.from({ length: size }, (_, piece) => {
    let squares = 0;
    for (let i = piece * dimensions; i < (piece + 1) * dimensions; i++) squares += (rows[i] ?? 0) ** 2;
    return squares === 0 ? 0 : 1 / Math.sqrt(squares);
  });
}
