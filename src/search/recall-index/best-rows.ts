import type { RecallIndex } from './recall-index.ts';

/**
 * The best rows of some indexes by (score descending, id ascending), at most `limit`: a heap whose first is the worst of them. An index
 * is told by its place among them.
 */
export class BestRows {
  readonly #indexes: readonly RecallIndex[];
  readonly #limit: number;
  readonly #scores: Float64Array;
  readonly #rows: Uint32Array;
  readonly #sources: Uint32Array;
  #count = 0;
  /** A row with a score below this one is not among the best. */
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(indexes: readonly RecallIndex[], limit: number) {
    this.#indexes = indexes;
    this.#limit = limit;
    this.#scores = new Float64Array(limit);
    this.#rows = new Uint32Array(limit);
    this.#sources = new Uint32Array(limit);
  }

  get threshold(): number {
    return this.#threshold;
  }

  offer(source: number, row: number, score: number): void {
    if (this.#count < this.#limit) {
      this.#count += 1;
      this.#rise(source, row, score);
    } else {
      if (score < this.#threshold || !this.#isWorse(0, source, row, score)) return;
      this.#sink(source, row, score);
    }
    if (this.#count === this.#limit) this.#threshold = this.#scores[0] ?? this.#threshold;
  }

  /** Shows each, the best first. */
  inOrder(show: (source: number, row: number) => void): void {
    const places = new Uint32Array(this.#count);
    for (let place = 0; place < places.length; place++) places[place] = place;
    places.sort((a, b) => (this.#isWorseOf(b, a) ? -1 : 1));
    for (const place of places) show(this.#sources[place] ?? 0, this.#rows[place] ?? 0);
  }

  /** Puts a row where it belongs, from the last place on upwards. */
  #rise(source: number, row: number, score: number): void {
    let at = this.#count - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#isWorse(parent, source, row, score)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#set(at, source, row, score);
  }

  /** Puts a row in the place of the worst, and from there where it belongs. */
  #sink(source: number, row: number, score: number): void {
    const last = this.#count - 1;
    let at = 0;
    for (let child = 1; child <= last; child = 2 * at + 1) {
      if (child < last && this.#isWorseOf(child + 1, child)) child += 1;
      if (!this.#isWorse(child, source, row, score)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, source, row, score);
  }

  #set(place: number, source: number, row: number, score: number): void {
    this.#sources[place] = source;
    this.#rows[place] = row;
    this.#scores[place] = score;
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#sources[from] ?? 0, this.#rows[from] ?? 0, this.#scores[from] ?? 0);
  }

  /** Whether the one at place `a` comes after the one at place `b`. */
  #isWorseOf(a: number, b: number): boolean {
    return this.#isWorse(a, this.#sources[b] ?? 0, this.#rows[b] ?? 0, this.#scores[b] ?? 0);
  }

  /** Whether the one at a place comes after this one. */
  #isWorse(place: number, source: number, row: number, score: number): boolean {
    const own = this.#scores[place] ?? 0;
    if (own !== score) return own < score;
    const [ids, others] = [this.#indexes[this.#sources[place] ?? 0]?.ids, this.#indexes[source]?.ids];
    return ids !== undefined && others !== undefined && ids.compare(this.#rows[place] ?? 0, others, row) > 0;
  }
}
