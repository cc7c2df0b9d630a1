import type { RecallIndex } from './recall-index.ts';

/** A row of one of the indexes that are searched. */
export interface FoundRow {
  readonly index: RecallIndex;
  readonly row: number;
  readonly score: number;
}

/** The best rows by (score descending, id ascending), at most `limit`: a heap whose first is the worst of them. */
export class BestRows {
  readonly #limit: number;
  readonly #scores: Float64Array;
  readonly #rows: Uint32Array;
  readonly #indexes: RecallIndex[] = [];
  #count = 0;
  /** A row with a score below this one is not among the best. */
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
    this.#scores = new Float64Array(limit);
    this.#rows = new Uint32Array(limit);
  }

  get threshold(): number {
    return this.#threshold;
  }

  offer(index: RecallIndex, row: number, score: number): void {
    if (this.#count < this.#limit) {
      this.#count += 1;
      this.#rise(index, row, score);
    } else {
      if (score < this.#threshold || !this.#isWorse(0, index, row, score)) return;
      this.#sink(index, row, score);
    }
    if (this.#count === this.#limit) this.#threshold = this.#scores[0] ?? this.#threshold;
  }

  /** Best first. */
  toSorted(): FoundRow[] {
    const places = Array.from({ length: this.#count }, (_, place) => place);
    const sorted: FoundRow[] = [];
    for (const place of places.sort((a, b) => (this.#isWorseOf(b, a) ? -1 : 1))) {
      const index = this.#indexes[place];
      if (index) sorted.push({ index, row: this.#rows[place] ?? 0, score: this.#scores[place] ?? 0 });
    }
    return sorted;
  }

  /** Puts a row where it belongs, from the last place on upwards. */
  #rise(index: RecallIndex, row: number, score: number): void {
    let at = this.#count - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#isWorse(parent, index, row, score)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#set(at, index, row, score);
  }

  /** Puts a row in the place of the worst, and from there where it belongs. */
  #sink(index: RecallIndex, row: number, score: number): void {
    const last = this.#count - 1;
    let at = 0;
    for (let child = 1; child <= last; child = 2 * at + 1) {
      if (child < last && this.#isWorseOf(child + 1, child)) child += 1;
      if (!this.#isWorse(child, index, row, score)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, index, row, score);
  }

  #set(place: number, index: RecallIndex, row: number, score: number): void {
    this.#indexes[place] = index;
    this.#rows[place] = row;
    this.#scores[place] = score;
  }

  #move(from: number, to: number): void {
    const index = this.#indexes[from];
    if (index) this.#set(to, index, this.#rows[from] ?? 0, this.#scores[from] ?? 0);
  }

  /** Whether the one at place `a` comes after the one at place `b`. */
  #isWorseOf(a: number, b: number): boolean {
    const index = this.#indexes[b];
    return index !== undefined && this.#isWorse(a, index, this.#rows[b] ?? 0, this.#scores[b] ?? 0);
  }

  /** Whether the one at a place comes after this one. */
  #isWorse(place: number, index: RecallIndex, row: number, score: number): boolean {
    const own = this.#scores[place] ?? 0;
    if (own !== score) return own < score;
    return (this.#indexes[place]?.ids.compare(this.#rows[place] ?? 0, index.ids, row) ?? 0) > 0;
  }
}
