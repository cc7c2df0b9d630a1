import { detached } from './lexicon.ts';

/** What a session costs beside its rows: strings, objects and hash table. */
const sessionBytes = 300;
const rowBytes = 8;

/** The conversations of a collection and their rows in order. */
export class Sessions {
  readonly #numbers = new Map<string, number>();
  readonly #conversationIds: string[] = [];
  readonly #rows: number[][] = [];
  readonly #compare: (a: number, b: number) => number;
  #rowCount = 0;

  /** `compare` tells which of two rows of a conversation comes first. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get bytes(): number {
    return this.#rows.length * sessionBytes + this.#rowCount * rowBytes;
  }

  /** The conversation's number; it gets one where it has none yet. */
  numberOf(conversationId: string): number {
    const known = this.#numbers.get(conversationId);
    if (known !== undefined) return known;
    const number = this.#rows.length;
    const id = detached(conversationId);
    this.#numbers.set(id, number);
    this.#conversationIds.push(id);
    this.#rows.push([]);
    return number;
  }

  /** The numbers of those of the conversations that are known. */
  numbersOf(conversationIds: readonly string[]): ReadonlySet<number | null> {
    return new Set(conversationIds.flatMap((id) => this.#numbers.get(id) ?? []));
  }

  conversationId(number: number): string | null {
    return this.#conversationIds[number] ?? null;
  }

  /** The rows of a session in their order: not to be changed. */
  rows(number: number): readonly number[] {
    return this.#rows[number] ?? [];
  }

  /** The rows of a conversation, none where it is not known. */
  rowsOf(conversationId: string): readonly number[] {
    return this.rows(this.#numbers.get(conversationId) ?? -1);
  }

  add(number: number, row: number): void {
    this.#rows[number]?.splice(this.ordinal(number, row), 0, row);
    this.#rowCount += 1;
  }

  remove(number: number, row: number): void {
    this.#rows[number]?.splice(this.ordinal(number, row), 1);
    this.#rowCount -= 1;
  }

  /** How many rows of the session come before this one. */
  ordinal(number: number, row: number): number {
    const rows = this.rows(number);
    // Most conversations were written at one go, so that their rows have numbers that follow one another.
    const likely = row - (rows[0] ?? 0);
    if (likely >= 0 && likely < rows.length && rows[likely] === row) return likely;
    let [low, high] = [0, rows.length];
    // Most rows come last, when they are added.
    if (high > 0 && this.#compare(rows[high - 1] ?? 0, row) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(rows[middle] ?? 0, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
