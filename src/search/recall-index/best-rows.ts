import type { RecallIndex } from './recall-index.ts';

/**
 * The best rows of several indexes by (score descending, id ascending), at most `limit`: a heap whose root is the worst of them.
 * An index is identified by its position in the array.
 */
export class BestRows {
  readonly #indexes: readonly RecallIndex[];
  readonly #limit: number;
  /** The slot beyond the last holds the offered row: passing a score as an argument would allocate a boxed number each time. */
  readonly #scores: Float64Array;
  readonly #rows: Uint32Array;
  readonly #sources: Uint32Array;
  #count = 0;
  /** A row with a score below this one is not among the best. */
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(indexes: readonly RecallIndex[], limit: number) {
    this.#indexes = indexes;
    this.#limit = limit;
    this.#scores = new Float64Array(limit + 1);
    this.#rows = new Uint32Array(limit + 1);
    this.#sources = new Uint32Array(limit + 1);
  }

  get threshold(): number {
    return this.#threshold;
  }

  offer(source: number, row: number, score: number): void {
    const offered = this.#limit;
    this.#sources[offered] = source;
    this.#rows[offered] = row;
    this.#scores[offered] = score;
    if (this.#count < this.#limit) {
      this.#count += 1;
      this.#rise(offered);
    } else {
      if (score < this.#threshold || !this.#isWorse(0, offered)) return;
      this.#sink(offered);
    }
    if (this.#count === this.#limit) this.#threshold = this.#scores[0] ?? this.#threshold;
  }

  /** Calls `show` for each, best first. */
  inOrder(show: (source: number, row: number) => void): void {
    const places = new Uint32Array(this.#count);
    for (let place = 0; place < places.length; place++) places[place] = place;
    places.sort((a, b) => (this.#isWorse(b, a) ? -1 : 1));
    for (const place of places) show(this.#sources[place] ?? 0, this.#rows[place] ?? 0);
  }

  /** Inserts the offered row at the last place and sifts it up. */
  #rise(offered: number): void {
    let at = this.#count - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#isWorse(parent, offered)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#move(offered, at);
  }

  /** Replaces the worst by the offered row and sifts it down. */
  #sink(offered: number): void {
    const last = this.#count - 1;
    let at = 0;
    for (let child = 1; child <= last; child = 2 * at + 1) {
      if (child < last && this.#isWorse(child + 1, child)) child += 1;
      if (!this.#isWorse(child, offered)) break;
      this.#move(child, at);
      at = child;
    }
    this.#move(offered, at);
  }

  #move(from: number, to: number): void {
    this.#sources[to] = this.#sources[from] ?? 0;
    this.#rows[to] = this.#rows[from] ?? 0;
    this.#scores[to] = this.#scores[from] ?? 0;
  }

  /** Whether the row at place `a` ranks below that at place `b`. */
  #isWorse(a: number, b: number): boolean {
    const own = this.#scores[a] ?? 0;
    const other = this.#scores[b] ?? 0;
    if (own !== other) return own < other;
    const ids = this.#indexes[this.#sources[a] ?? 0]?.ids;
    const others = this.#indexes[this.#sources[b] ?? 0]?.ids;
    return ids !== undefined && others !== undefined && ids.compare(this.#rows[a] ?? 0, others, this.#rows[b] ?? 0) > 0;
  }
}
