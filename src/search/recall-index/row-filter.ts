import { memoryKinds } from '../../memory/memory.ts';
import type { MemoryFilter } from '../../memory/memory-filter.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import type { PlainEntries } from './plain-entries.ts';
import type { RecallIndex } from './recall-index.ts';

/** Conditions of a search for which the index has columns. Absent fields do not restrict. */
export interface RowFilter extends Omit<MemoryFilter, 'statuses' | 'tiers' | `metadata${string}`> {
  /** Metadata entries that memories have to contain. */
  readonly entries?: PlainEntries | null | undefined;
  /** Now, by the database's clock, in milliseconds since 1970: only memories valid then match. */
  readonly validAt: number;
  /** Only these memories: the database has evaluated the other conditions. */
  readonly ids?: readonly string[] | null | undefined;
  /** These are left out. */
  readonly repeats?: Repeats | null | undefined;
}

/** The repeats of some memories in several indexes: others with the same content and speaker. */
export class Repeats {
  readonly #speakers = new Map<number, Set<string | null>>();
  readonly #ids: ReadonlySet<string>;

  constructor(indexes: readonly RecallIndex[], ids: readonly string[]) {
    this.#ids = new Set(ids);
    for (const index of indexes)
      for (const row of ids.map((id) => index.ids.rowOf(id)).filter((row) => row >= 0)) {
        const speakers = getOrInsert(this.#speakers, index.contentOf(row), () => new Set());
        speakers.add(index.participantOf(row).speaker);
      }
  }

  has(index: RecallIndex, row: number): boolean {
    const speakers = this.#speakers.get(index.contentOf(row));
    return speakers?.has(index.participantOf(row).speaker) === true && !this.#ids.has(index.ids.id(row));
  }
}

/** Evaluates a filter on the rows of one index. */
export class RowMatcher {
  readonly #index: RecallIndex;
  readonly #validAt: number;
  readonly #kinds: number;
  readonly #created: Span;
  readonly #validFrom: Span;
  readonly #hasTags: ((row: number) => boolean) | null;
  readonly #entries: PlainEntries | null;
  readonly #participants: ReadonlySet<number> | null;
  readonly #sessions: ReadonlySet<number | null> | null;
  readonly #rows: ReadonlySet<number> | null;
  readonly #repeats: Repeats | null;

  constructor(index: RecallIndex, filter: RowFilter) {
    const { entries, speakers, conversations, ids } = filter;
    this.#index = index;
    this.#validAt = filter.validAt;
    this.#kinds = bits(memoryKinds, filter.kinds);
    this.#created = span(filter.createdAfter, filter.createdBefore);
    this.#validFrom = span(filter.validFromAfter, filter.validFromBefore);
    this.#hasTags = tagMatcher(index, filter);
    this.#entries = entries ?? null;
    this.#participants = speakers ? index.participants.speaking(new Set(speakers)) : null;
    this.#sessions = conversations ? index.sessions.numbersOf(conversations) : null;
    this.#rows = ids ? new Set(ids.map((id) => index.ids.rowOf(id))) : null;
    this.#repeats = filter.repeats ?? null;
  }

  matches(row: number): boolean {
    const { columns } = this.#index;
    const createdAt = columns.createdAt.values[row] ?? 0;
    const validFrom = columns.validFrom.values[row] ?? 0;
    return (
      columns.isPresent(row) &&
      ((this.#kinds >>> columns.kind(row)) & 1) === 1 &&
      // See `hasBegun`.
      validFrom <= Math.max(createdAt, this.#validAt) &&
      (columns.validTo(row) ?? Number.POSITIVE_INFINITY) > this.#validAt &&
      createdAt > this.#created.after &&
      createdAt < this.#created.before &&
      validFrom > this.#validFrom.after &&
      validFrom < this.#validFrom.before &&
      (this.#hasTags === null || this.#hasTags(row)) &&
      (this.#entries === null || this.#index.entries.hasAll(row, this.#entries)) &&
      (this.#participants === null || this.#participants.has(columns.participants.values[row] ?? -1)) &&
      (this.#sessions === null || this.#sessions.has(columns.session(row))) &&
      (this.#rows === null || this.#rows.has(row)) &&
      !this.#repeats?.has(this.#index, row)
    );
  }
}

/** One of the searched indexes, and which of its rows may be found. */
export interface Searched {
  /** Its place among them. */
  readonly source: number;
  readonly index: RecallIndex;
  readonly matcher: RowMatcher;
}

/** Returns the tag conditions of a filter as one on the rows of an index; null: no restriction. */
function tagMatcher(
  { tags }: RecallIndex,
  { tagsAll, tagsAny, tagsNone }: RowFilter,
): ((row: number) => boolean) | null {
  if (!tagsAll && !tagsAny && !tagsNone) return null;
  const numbers = (names: readonly string[] | null | undefined) => new Set(names?.map((name) => tags.numberOf(name)));
  const [all, any, none] = [[...numbers(tagsAll)], tagsAny ? numbers(tagsAny) : null, numbers(tagsNone)];
  return (row) =>
    all.every((tag) => tags.has(row, tag)) && (any === null || tags.hasAny(row, any)) && !tags.hasAny(row, none);
}

/** Open interval of instants, in milliseconds since 1970. */
interface Span {
  readonly after: number;
  readonly before: number;
}

const span = (after: Date | null | undefined, before: Date | null | undefined): Span => ({
  after: after?.getTime() ?? Number.NEGATIVE_INFINITY,
  before: before?.getTime() ?? Number.POSITIVE_INFINITY,
});

/** Bit set of the wanted names; absent: all. */
const bits = (names: readonly string[], wanted: readonly string[] | null | undefined): number =>
  names.reduce((sum, name, bit) => ((wanted?.includes(name) ?? true) ? sum | (1 << bit) : sum), 0);
