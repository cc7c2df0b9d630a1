import { Numbers } from '../numbers.ts';
import { bytesOf, NaturalColumn } from './column.ts';
import { detached } from './detached.ts';

/** Estimated bytes of a session in strings and hash table. */
const sessionBytes = 230;

/**
 * The conversations of a collection as linked lists of rows, with the number of rows before each. Rows of a conversation are
 * mostly consecutive, so the columns that a search reads around a row are adjacent.
 */
export class Sessions {
  readonly #conversationIds = new Numbers(detached);
  /** By session: number of rows, and its last row plus 1. */
  readonly #sizes = new NaturalColumn();
  readonly #lasts = new NaturalColumn();
  /** By row: previous and next row plus 1, 0 for none, and the number of rows before it. */
  readonly #before = new NaturalColumn();
  readonly #after = new NaturalColumn();
  readonly #ordinals = new NaturalColumn();
  readonly #byRow = [this.#before, this.#after, this.#ordinals];
  readonly #compare: (a: number, b: number) => number;

  /** `compare`: order of two rows of a conversation. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get bytes(): number {
    return this.#conversationIds.size * sessionBytes + bytesOf([this.#sizes, this.#lasts, ...this.#byRow]);
  }

  reserve(rows: number): void {
    for (const column of this.#byRow) column.reserve(rows);
  }

  /** Number of the conversation; assigns one if it has none. */
  numberOf(conversationId: string): number {
    const number = this.#conversationIds.of(conversationId);
    this.#sizes.grow(number + 1);
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

  /** Number of rows of a session. */
  size(number: number): number {
    return this.#sizes.values[number] ?? 0;
  }

  /** Number of rows before this one in its session. */
  ordinal(row: number): number {
    return this.#ordinals.values[row] ?? 0;
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
    this.#ordinals.set(row, previous < 0 ? 0 : this.ordinal(previous) + 1);
    this.#count(number, next, 1);
  }

  /** Unlinks a row, which itself keeps its links. */
  remove(number: number, row: number): void {
    const next = this.after(row);
    this.#join(number, this.before(row), next);
    this.#count(number, next, -1);
  }

  /** Links two rows, as far as both exist. */
  #join(number: number, row: number, next: number): void {
    if (row >= 0) this.#after.set(row, next + 1);
    if (next >= 0) this.#before.set(next, row + 1);
    else this.#lasts.set(number, row + 1);
  }

  /** Adds `one` to the session's size and to the ordinals of the rows from `first` on. */
  #count(number: number, first: number, one: 1 | -1): void {
    this.#sizes.add(number, one);
    for (let row = first; row >= 0; row = this.after(row)) this.#ordinals.add(row, one);
  }
}
