import { availableParallelism } from 'node:os';
import { KernelThreadError } from '../simd/kernel-thread.errors.ts';
import { type CallSizes, layoutOf, MaxSim, type MaxSimCall, type RowTable } from '../simd/max-sim.ts';
import { growMemory } from '../simd/shared-memory.ts';
import { JobThread } from '../threads/job-thread.ts';
import { MostFrequent } from './most-frequent.ts';
import type { StaticTable } from './static-table.ts';

/**
 * For so many pieces that questions ask for most often, "what" and "did" and the question mark, the cosines with the whole
 * table are kept: 120 KB each.
 */
const heldColumns = 64;
/** Room for a usual call, to begin with: no answer hangs on it. */
const firstRoom = 2 ** 20;

/** So many calls may be with the thread: one that it works on, and one that is next. More would wait for it longer than they take here. */
const mostAside = 2;
/** Room for one of them: for all pieces of the table beside thirty of a question. Of a usual one the tenth part is touched. */
const asideBytes = 2 ** 22;
/** From so many calls a second on that might go aside, the event loop is full, and a thread worth the 14 MB that it takes. */
const busyCalls = 50;
const busyMs = 1_000;
/** Fewer pieces are compared here sooner than a thread is asked, woken and listened to: a tenth of a millisecond. */
const leastAside = 4_096;

/** Texts by their word pieces: those of each are the `numbers` from `starts` to `ends`. */
export interface PieceTexts {
  readonly numbers: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface SimilarityOptions {
  /** Where there is one alone, all is compared here. */
  readonly cores?: number;
  /** After how many calls in a second the thread is started. */
  readonly busyAt?: number;
}

/**
 * How alike word pieces are, by the rows of the static table, where they lie. Holds memory for the largest call so far, and a thread
 * beside the event loop once that is busy.
 */
export class PieceSimilarity implements AsyncDisposable {
  readonly #table: StaticTable;
  readonly #rows: RowTable;
  readonly #factors: Float32Array;
  /** The pieces whose columns are held, and where the first column is: a cosine for each piece of the table. */
  readonly #often: MostFrequent;
  readonly #columnsAt: number;
  /** Where calls for the thread are laid out: those that are free. */
  readonly #aside: number[] = [];
  readonly #thread: JobThread<MaxSimCall, null> | null;
  readonly #kernel: MaxSim;
  readonly #busyAt: number;
  /** Calls of a second that might go aside, while there is no thread. */
  #calls = 0;
  #busySince = 0;
  /** Where calls are laid out that are made here, and where that ends. */
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
    this.#holdOneMore(asked);
    const sorted = this.#sorted(asked);
    const call = this.#withRoom(callOf(this.#here, texts, count, sorted));
    this.#kernel.run(this.#layOut(call, texts, sorted));
    return this.#read(call, asked, sorted);
  }

  /**
   * The same from the thread, a promise that rejects with a KernelThreadError where it is lost; null where it has enough to do, takes no time
   * here, or is asked too seldom for a thread.
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
   * Counts what is asked for, and makes the column of a piece that is asked for often: of one, so that none waits long. It may take
   * another one's place, so that nobody may be reading there.
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

  /** Memory that nobody else has: behind what is there. */
  #take(bytes: number): number {
    return growMemory(this.#table.memory, bytes);
  }

  /** A call that is made here, where there is room for it. */
  #withRoom(call: CallSizes): CallSizes {
    const { end } = layoutOf(call, this.#rows);
    if (end <= this.#hereEnd) return call;
    // The former room is left: twice as much each time, so that in all no more than that is.
    const bytes = 2 * (end - call.start);
    this.#here = this.#take(bytes);
    this.#hereEnd = this.#here + bytes;
    return { ...call, start: this.#here };
  }

  /** Writes what is asked where the kernel finds it. Answers the call without pieces that the table does not have. */
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

  /** A copy, since the next call writes over what the kernel left, with the pieces in the order in which they were asked for. */
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

/** The pieces asked for: those whose cosines are computed, and those whose columns are held. */
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
