import { Numbers } from '../numbers.ts';
import { bytesOf, NaturalColumn } from './column.ts';
import { detached } from './detached.ts';

/** What a session costs in strings and hash table. */
const sessionBytes = 230;

/**
 * The conversations of a collection and their rows in order: each row knows the one before and the one after it, and how many come before.
 * Rows of a conversation mostly follow one another, so that what a search looks up around a row lies beside it.
 */
export class Sessions {
  readonly #conversationIds = new Numbers(detached);
  /** By session: how many rows it has, and its last one plus 1. */
  readonly #sizes = new NaturalColumn();
  readonly #lasts = new NaturalColumn();
  /** By row: those next to it plus 1, 0 for none, and how many come before it. */
  readonly #before = new NaturalColumn();
  readonly #after = new NaturalColumn();
  readonly #ordinals = new NaturalColumn();
  readonly #byRow = [this.#before, this.#after, this.#ordinals];
  readonly #compare: (a: number, b: number) => number;

  /** `compare` tells which of two rows of a conversation comes first. */
  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get bytes(): number {
    return this.#conversationIds.size * sessionBytes + bytesOf([this.#sizes, this.#lasts, ...this.#byRow]);
  }

  reserve(rows: number): void {
    for (const column of this.#byRow) column.reserve(rows);
  }

  /** The conversation's number; it gets one where it has none yet. */
  numberOf(conversationId: string): number {
    const number = this.#conversationIds.of(conversationId);
    this.#sizes.grow(number + 1);
    this.#lasts.grow(number + 1);
    return number;
  }

  /** The numbers of the conversations; -1 of one that has no row. */
  numbersOf(conversationIds: readonly string[]): ReadonlySet<number | null> {
    return new Set(conversationIds.map((id) => this.#conversationIds.known(id)));
  }

  conversationId(number: number): string | null {
    return this.#conversationIds.key(number) ?? null;
  }

  /** How many rows a session has. */
  size(number: number): number {
    return this.#sizes.values[number] ?? 0;
  }

  /** How many rows of its session come before a row. */
  ordinal(row: number): number {
    return this.#ordinals.values[row] ?? 0;
  }

  /** The row before it in its session; -1 for none. */
  before(row: number): number {
    return (this.#before.values[row] ?? 0) - 1;
  }

  /** The row after it in its session; -1 for none. */
  after(row: number): number {
    return (this.#after.values[row] ?? 0) - 1;
  }

  /** The rows of a conversation, the last first; none where it is not known. */
  rowsFromLast(conversationId: string): number[] {
    const rows: number[] = [];
    const last = (this.#lasts.values[this.#conversationIds.known(conversationId)] ?? 0) - 1;
    for (let row = last; row >= 0; row = this.before(row)) rows.push(row);
    return rows;
  }

  add(number: number, row: number): void {
    for (const column of this.#byRow) column.grow(row + 1);
    // Most rows come last, when they are added.
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

  /** What it was next to stays known of the row itself. */
  remove(number: number, row: number): void {
    const next = this.after(row);
    this.#join(number, this.before(row), next);
    this.#count(number, next, -1);
  }

  /** Has one row follow the other, where both are there. */
  #join(number: number, row: number, next: number): void {
    if (row >= 0) this.#after.set(row, next + 1);
    if (next >= 0) this.#before.set(next, row + 1);
    else this.#lasts.set(number, row + 1);
  }

  /** Counts one row more or less, before this one and those that follow it. */
  #count(number: number, first: number, one: 1 | -1): void {
    this.#sizes.add(number, one);
    for (let row = first; row >= 0; row = this.after(row)) this.#ordinals.add(row, one);
  }
}
