import { memoryKinds } from '../../memory/memory.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { bytesOf, Column, NaturalColumn } from './column.ts';
import { Lexicon } from './lexicon.ts';
import { MemoryColumns } from './memory-columns.ts';
import { Participants } from './participants.ts';
import { PieceCounts } from './piece-counts.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';
import { RowEntries } from './row-entries.ts';
import { RowIds } from './row-ids.ts';
import { RowLists } from './row-lists.ts';
import { RowNames } from './row-names.ts';
import { RowTags } from './row-tags.ts';
import { Sessions } from './sessions.ts';

/** Past events that are remembered: whose names are known as of one before them has all names read anew. */
const mostPast = 1_000;

/**
 * The CURRENT memories of one collection, in columns. A row is written once: a memory that changes gets a new row, and
 * the old one is gone but stays readable, so that a search in progress is not disturbed. Rows that are gone take room until
 * the index is rebuilt (see `copyTo`).
 */
export class RecallIndex {
  readonly columns = new MemoryColumns();
  readonly lexicon = new Lexicon();
  readonly participants = new Participants();
  readonly pieceCounts = new PieceCounts();
  readonly ids = new RowIds();
  readonly names = new RowNames();
  readonly tags = new RowTags();
  readonly entries = new RowEntries();
  readonly sessions = new Sessions((a, b) => this.#compareInSession(a, b));
  readonly vectors: Int8Rows;
  /** The stems of each row by number, in the order of its text, its date's first. */
  readonly stemLists = new RowLists(new NaturalColumn());
  /** The word pieces of each row, each once. */
  readonly pieceLists = new RowLists(new Column(Uint16Array));
  #rows = 0;
  #terms = 0;
  #seq: number;
  /** How many rows there were at some past events, the oldest first. */
  #past: { readonly seq: number; readonly rows: number }[] = [];
  /** How many rows there were at the event that it stands at, while it is brought to another; null: all that there are. */
  #rowsAtSeq: number | null = null;

  /** `seq`: number of the newest event of the collection whose effect is sure to be in the rows that follow. */
  constructor(vectors: Int8Rows, seq: number) {
    this.vectors = vectors;
    this.#seq = seq;
  }

  /** Up to which event of the collection the index stands. */
  get seq(): number {
    return this.#seq;
  }

  /** Rows, those that are gone included: they are numbered from 0. */
  get rows(): number {
    return this.#rows;
  }

  /** CURRENT memories. */
  get memories(): number {
    return this.ids.size;
  }

  /** Sum of the memories' term counts. */
  get terms(): number {
    return this.#terms;
  }

  /** What the index takes in all: measured where it is typed arrays, estimated where it is strings and hash tables. */
  get bytes(): number {
    const { columns, lexicon, participants, pieceCounts, ids, names, tags, entries, sessions, vectors } = this;
    const parts = [columns, lexicon, participants, pieceCounts, ids, names, tags, entries, sessions, vectors];
    return bytesOf([...parts, this.stemLists, this.pieceLists]);
  }

  /** Makes room for so many rows at once. */
  reserve(rows: number): void {
    this.vectors.reserve(rows);
    const { columns, ids, tags, entries, sessions, stemLists, pieceLists } = this;
    for (const column of [columns, ids, tags, entries, sessions, stemLists, pieceLists]) column.reserve(rows);
  }

  /** Adds a memory, or replaces what was known of it. */
  add(memory: RecallRow): void {
    const row = this.#rows;
    // First, since it alone can fail: then nothing was changed.
    this.vectors.reserve(row + 1);
    if (memory.vector !== null) this.vectors.set(row, memory.vector);
    const former = this.ids.set(memory.id, row);
    if (former >= 0) {
      this.#retire(former);
      // A memory's text never changes.
      this.names.set(row, this.names.of(former));
    }
    const { speaker, role, speakerStems } = memory;
    const participant = this.participants.add({ speaker, role, stems: speakerStems });
    const session = memory.conversationId === null ? null : this.sessions.numberOf(memory.conversationId);
    this.columns.append(row, memory, session, participant);
    if (session !== null) this.sessions.add(session, row);
    this.tags.append(memory.tags);
    this.entries.append(memory.entries);
    this.stemLists.append(this.lexicon.add(row, memory.stems, memory.dateStems));
    this.pieceLists.append(memory.pieces);
    this.pieceCounts.add(memory.pieces);
    this.#terms += memory.termCount;
    this.#rows += 1;
  }

  /** Removes a memory; one that is not here is passed over. */
  remove(id: string): void {
    const row = this.ids.remove(id);
    if (row >= 0) this.#retire(row);
  }

  /**
   * Brings the index up to the changes, with a pause after so many rows: who searches meanwhile may see some of them, but misses nothing
   * that is replaced. False where something is missing before the changes: then nothing was done.
   */
  *apply(changes: RecallChanges, rows: number): Generator<undefined, boolean> {
    if (changes.afterSeq > this.#seq) return false;
    if (changes.seq <= this.#seq) return true;
    // Where they failed half way before, there are more rows already.
    this.#rowsAtSeq ??= this.#rows;
    this.#past.push({ seq: this.#seq, rows: this.#rowsAtSeq });
    if (this.#past.length > mostPast) this.#past.shift();
    for (const done of this.#changeEach(changes)) if (done % rows === 0) yield;
    this.#rowsAtSeq = null;
    this.#seq = changes.seq;
    return true;
  }

  /** Whether changes are under way: its event tells of none of them yet. */
  get isChanging(): boolean {
    return this.#rowsAtSeq !== null;
  }

  /** Answers after each how many that were. */
  *#changeEach({ upserts, removals, deletedConversations }: RecallChanges): Generator<number> {
    let done = 0;
    for (const conversationId of deletedConversations) {
      // The last first: all behind one that goes move up.
      for (const row of this.sessions.rowsFromLast(conversationId)) {
        this.remove(this.ids.id(row));
        yield ++done;
      }
    }
    for (const memory of upserts) {
      this.add(memory);
      yield ++done;
    }
    // What was replaced goes when that which took its place is there.
    for (const id of removals) {
      this.remove(id);
      yield ++done;
    }
  }

  /** The first row whose names may have become known between two events: what they name changes with the memories alone. */
  firstNamedAfter(seq: number | null): number {
    if (seq === null) return 0;
    if (seq >= this.#seq) return this.#rowsAtSeq ?? this.#rows;
    return this.#past.findLast((one) => one.seq <= seq)?.rows ?? 0;
  }

  /** From now on names are known of all rows, as of this event. */
  nameUpTo(seq: number): void {
    this.names.upTo = seq;
    const last = this.#past.findLastIndex((one) => one.seq <= seq);
    this.#past = this.#past.slice(Math.max(0, last));
  }

  /**
   * Adds its memories, without the rows that are gone, to an empty index that stands at the same event, with a pause after so many rows. This one
   * goes on answering and being written to: a row that was written since may be there, too, since it may have replaced one that was not
   * copied yet, and what was removed since may be there still.
   */
  *copyTo(target: RecallIndex, rows: number): Generator<undefined, void> {
    target.reserve(this.memories);
    for (let row = 0; row < this.#rows; row++) {
      if (this.columns.isPresent(row)) target.add(this.memory(row));
      if ((row + 1) % rows === 0) yield;
    }
  }

  /** A row as it was added. */
  memory(row: number): RecallRow {
    const { columns } = this;
    const scale = this.vectors.scale(row);
    const { stems, ...participant } = this.participants.get(columns.participants.values[row] ?? 0);
    return {
      ...participant,
      id: this.ids.id(row),
      conversationId: this.sessions.conversationId(columns.session(row) ?? -1),
      place: columns.places.values[row] ?? 0,
      speakerStems: stems,
      day: columns.days.values[row] ?? 0,
      termCount: columns.termCounts.values[row] ?? 0,
      stems: Array.from(this.stemLists.of(row), (stem) => this.lexicon.stem(stem)),
      dateStems: columns.dateStems(row),
      pieces: this.pieceLists.of(row),
      patterns: columns.patterns.values[row] ?? 0,
      vector: scale === 0 ? null : { values: this.vectors.get(row), scale },
      tags: this.tags.of(row),
      entries: this.entries.of(row),
      kind: memoryKinds[columns.kind(row)] ?? 'FACT',
      validFrom: columns.validFrom.values[row] ?? 0,
      validTo: columns.validTo(row),
      createdAt: columns.createdAt.values[row] ?? 0,
      content: columns.contents.values[row] ?? 0,
    };
  }

  /** Takes a row out of everything that is counted or walked. */
  #retire(row: number): void {
    const { columns } = this;
    const session = columns.session(row);
    if (session !== null) this.sessions.remove(session, row);
    columns.remove(row);
    this.participants.remove(columns.participants.values[row] ?? 0);
    this.lexicon.remove(this.stemLists.of(row), columns.dateStems(row));
    this.pieceCounts.remove(this.pieceLists.of(row));
    this.#terms -= columns.termCounts.values[row] ?? 0;
  }

  /** Of what was learnt from one message, what was written first comes first, as the database has it: ids are made before. */
  #compareInSession(a: number, b: number): number {
    const places = this.columns.places.values;
    const createdAt = this.columns.createdAt.values;
    return (
      (places[a] ?? 0) - (places[b] ?? 0) ||
      (createdAt[a] ?? 0) - (createdAt[b] ?? 0) ||
      this.ids.compare(a, this.ids, b)
    );
  }
}
