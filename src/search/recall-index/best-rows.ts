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
  readonly #heap: FoundRow[] = [];
  /** A row with a score below this one is not among the best. */
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get threshold(): number {
    return this.#threshold;
  }

  offer(found: FoundRow): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push(found);
      this.#rise(heap.length - 1);
    } else {
      const [worst] = heap;
      if (worst === undefined || comesBefore(worst, found)) return;
      heap[0] = found;
      this.#sink();
    }
    if (heap.length === this.#limit) this.#threshold = heap[0]?.score ?? this.#threshold;
  }

  /** Best first. */
  toSorted(): FoundRow[] {
    return this.#heap.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));
  }

  #rise(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    const { length } = this.#heap;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      if (left >= length) return;
      const worse = right < length && this.#isWorse(right, left) ? right : left;
      if (!this.#swapIfWorse(worse, at)) return;
      at = worse;
    }
  }

  #isWorse(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    return first !== undefined && second !== undefined && comesBefore(second, first);
  }

  /** Moves the worse of child and parent up. */
  #swapIfWorse(child: number, parent: number): boolean {
    const heap = this.#heap;
    const [a, b] = [heap[child], heap[parent]];
    if (a === undefined || b === undefined || !comesBefore(b, a)) return false;
    heap[parent] = a;
    heap[child] = b;
    return true;
  }
}

const comesBefore = (a: FoundRow, b: FoundRow): boolean =>
  a.score > b.score || (a.score === b.score && a.index.ids.compare(a.row, b.index.ids, b.row) < 0);
