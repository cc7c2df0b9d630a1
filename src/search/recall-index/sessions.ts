import { detached, Numbers } from '../numbers.ts';
import { bytesOf, NaturalColumn } from './column.ts';

/** Estimated bytes of a session in strings and hash table. */
const sessionBytes = 230;

/**
 * The conversations of a collection as linked lists of rows. Rows of a conversation are mostly consecutive, so the columns that a
 * search reads around a row are adjacent.
 */
export class Sessions {
  readonly #conversationIds = new Numbers(detached);
  /** By session: its last row plus 1. */
  readonly #lasts = new NaturalColumn();
  /** By row: previous and next row plus 1, 0 for none. */
  readonly #before = new NaturalColumn();
  readonly #after = new NaturalColumn();
  readonly #byRow = [this.#before, this.#after];
  readonly #compare: (a: number, b: number) => number;

  /** `compare`: order of two rows of a conversation. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get bytes(): number {
    return this.#conversationIds.size * sessionBytes + bytesOf([this.#lasts, ...this.#byRow]);
  }

  reserve(rows: number): void {
    for (const column of this.#byRow) column.reserve(rows);
  }

  /** Number of the conversation; assigns one if it has none. */
  numberOf(conversationId: string): number {
    const number = this.#conversationIds.of(conversationId);
    this.#lasts.grow(number + 1);
    return number;
  }

  /** Numbers of the conversations; -1 for one without rows. */
  numbersOf(conversationIds: readonly string[]): ReadonlySet<number | null> {
    return new Set(conversationIds.map((id) => this.#conversationIds.known(id)));
  }

  conversationId(number: number): string | null {
    return this.#conversationIds.key(number) ?? null;
  }

  /** Previous row in its session; -1 for none. */
  before(row: number): number {
    return (this.#before.values[row] ?? 0) - 1;
  }

  /** Next row in its session; -1 for none. */
  after(row: number): number {
    return (this.#after.values[row] ?? 0) - 1;
  }

  /** Rows of a conversation, last first; empty if it is unknown. */
  rowsFromLast(conversationId: string): number[] {
    const rows: number[] = [];
    const last = (this.#lasts.values[this.#conversationIds.known(conversationId)] ?? 0) - 1;
    for (let row = last; row >= 0; row = this.before(row)) rows.push(row);
    return rows;
  }

  add(number: number, row: number): void {
    for (const column of this.#byRow) column.grow(row + 1);
    // Most rows are appended at the end.
    let next = -1;
    let previous = (this.#lasts.values[number] ?? 0) - 1;
    while (previous >= 0 && this.#compare(previous, row) > 0) {
      next = previous;
      previous = this.before(previous);
    }
    this.#join(number, previous, row);
    this.#join(number, row, next);
  }

  /** Unlinks a row, which itself keeps its links. */
  remove(number: number, row: number): void {
    this.#join(number, this.before(row), this.after(row));
  }

  /** Links two rows, as far as both exist. */
  #join(number: number, row: number, next: number): void {
    if (row >= 0) this.#after.set(row, next + 1);
    if (next >= 0) this.#before.set(next, row + 1);
    else this.#lasts.set(number, row + 1);
  }
}
