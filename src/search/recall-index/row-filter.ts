import type { MemoryKind, MemoryTier } from '../../memory/memory.ts';
import { kinds, tiers } from './memory-columns.ts';
import type { RecallIndex } from './recall-index.ts';

/** Which memories a search may find. What is null does not restrict. Instants are milliseconds since 1970. */
export interface RowFilter {
  /** Now, by the database's clock: found are memories that are valid then. */
  readonly validAt: number;
  readonly kinds: readonly MemoryKind[] | null;
  readonly tiers: readonly MemoryTier[] | null;
  readonly tagsAll: readonly string[] | null;
  readonly tagsAny: readonly string[] | null;
  readonly tagsNone: readonly string[] | null;
  readonly createdAfter: number | null;
  readonly createdBefore: number | null;
  readonly validFromAfter: number | null;
  readonly validFromBefore: number | null;
  readonly speakers: readonly string[] | null;
  /** Ids of the conversations that they were learnt in. */
  readonly conversations: readonly string[] | null;
  /** These memories alone: what other restrictions leave, found by the database. */
  readonly ids: readonly string[] | null;
}

/** Says of the rows of one index whether a search may find them. */
export class RowMatcher {
  readonly #index: RecallIndex;
  readonly #filter: RowFilter;
  readonly #kinds: number;
  readonly #tiers: number;
  /** Numbers of tags; null: any will do. */
  readonly #tagsAll: readonly number[] | null;
  readonly #tagsAny: readonly number[] | null;
  readonly #tagsNone: readonly number[] | null;
  readonly #participants: ReadonlySet<number> | null;
  readonly #sessions: ReadonlySet<number | null> | null;
  readonly #rows: ReadonlySet<number> | null;

  constructor(index: RecallIndex, filter: RowFilter) {
    this.#index = index;
    this.#filter = filter;
    this.#kinds = bits(kinds, filter.kinds);
    this.#tiers = bits(tiers, filter.tiers);
    const numbers = (tags: readonly string[] | null) =>
      tags === null ? null : tags.map((tag) => index.tags.numberOf(tag));
    this.#tagsAll = numbers(filter.tagsAll);
    this.#tagsAny = numbers(filter.tagsAny);
    this.#tagsNone = numbers(filter.tagsNone);
    this.#participants = filter.speakers && index.participants.speaking(new Set(filter.speakers));
    this.#sessions = filter.conversations && index.sessions.numbersOf(filter.conversations);
    this.#rows = filter.ids && new Set(filter.ids.map((id) => index.ids.rowOf(id)));
  }

  matches(row: number): boolean {
    const { columns } = this.#index;
    const { validAt, createdAfter, createdBefore, validFromAfter, validFromBefore } = this.#filter;
    const createdAt = columns.createdAt.values[row] ?? 0;
    const validFrom = columns.validFrom.values[row] ?? 0;
    return (
      columns.isPresent(row) &&
      ((this.#kinds >>> columns.kind(row)) & 1) === 1 &&
      ((this.#tiers >>> columns.tier(row)) & 1) === 1 &&
      // See `hasBegun`.
      validFrom <= Math.max(createdAt, validAt) &&
      (columns.validTo(row) ?? Number.POSITIVE_INFINITY) > validAt &&
      (createdAfter === null || createdAt > createdAfter) &&
      (createdBefore === null || createdAt < createdBefore) &&
      (validFromAfter === null || validFrom > validFromAfter) &&
      (validFromBefore === null || validFrom < validFromBefore) &&
      this.#hasTags(row) &&
      (this.#participants === null || this.#participants.has(columns.participants.values[row] ?? -1)) &&
      (this.#sessions === null || this.#sessions.has(columns.session(row))) &&
      (this.#rows === null || this.#rows.has(row))
    );
  }

  #hasTags(row: number): boolean {
    const has = (tag: number) => this.#index.tags.has(row, tag);
    return (
      (this.#tagsAll === null || this.#tagsAll.every(has)) &&
      (this.#tagsAny === null || this.#tagsAny.some(has)) &&
      (this.#tagsNone === null || !this.#tagsNone.some(has))
    );
  }
}

/** A bit for each of the names that are wanted; null: for all. */
const bits = (names: readonly string[], wanted: readonly string[] | null): number =>
  names.reduce((sum, name, bit) => (wanted === null || wanted.includes(name) ? sum | (1 << bit) : sum), 0);
