import { memoryKinds } from '../../memory/memory.ts';
import type { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { bytesOf, Column, NaturalColumn } from './column.ts';
import { Lexicon } from './lexicon.ts';
import { MemoryColumns } from './memory-columns.ts';
import { Participants, type StemmedParticipant } from './participants.ts';
import { PieceCounts } from './piece-counts.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';
import { ReplacedRows } from './replaced-rows.ts';
import { RowEntries } from './row-entries.ts';
import { RowIds } from './row-ids.ts';
import { RowLists } from './row-lists.ts';
import { RowNames } from './row-names.ts';
import { RowTags } from './row-tags.ts';
import { Sessions } from './sessions.ts';

/** Past events that are remembered: if names are known only up to an older one, all are read again. */
const mostPast = 1_000;

/** Number of stems for which a row counts as one more: most have fewer, and one of 32,000 characters takes as long as a hundred. */
const stemsOfRow = 64;

/** How many ordinary rows take as long as a row. */
const rowsWorth = (stems: { readonly length: number }): number => 1 + Math.floor(stems.length / stemsOfRow);

/** Yields each time that steps worth `rows` ordinary rows were taken. */
function* inTurns(worths: Iterable<number>, rows: number): Generator<undefined, void> {
  let done = 0;
  for (const worth of worths) {
    done += worth;
    if (done < rows) continue;
    done = 0;
    yield;
  }
}

/**
 * The CURRENT memories of one collection, in columns, and beside them those that were replaced. Rows are immutable: a changed memory
 * gets a new row, and the old one is dead but stays readable, so that a search in progress is not disturbed. Dead rows take room until
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
  readonly replaced: ReplacedRows;
  /** The stems of each row by number, in the order of its text, those of the date first. */
  readonly stemLists = new RowLists(new NaturalColumn());
  /** The distinct word pieces of each row. */
  readonly pieceLists = new RowLists(new Column(Uint16Array));
  #rows = 0;
  #terms = 0;
  #seq: number;
  /** Number of rows at past events, oldest first. */
  #past: { readonly seq: number; readonly rows: number }[] = [];
  /** Number of rows at the event `seq` while later changes are being applied; null: all rows. */
  #rowsAtSeq: number | null = null;

  /** `seq`: the newest event of the collection that the rows to be added, and those of `replaced`, certainly include. */
  constructor(vectors: Int8Rows, seq: number, replaced = new ReplacedRows()) {
    this.vectors = vectors;
    this.replaced = replaced;
    this.#seq = seq;
  }

  /** The event of the collection that the index has reached. */
  get seq(): number {
    return this.#seq;
  }

  /** Number of rows, including dead ones; rows are numbered from 0. */
  get rows(): number {
    return this.#rows;
  }

  /** Number of CURRENT memories. */
  get memories(): number {
    return this.ids.size;
  }

  /** Sum of the memories' term counts. */
  get terms(): number {
    return this.#terms;
  }

  /** Total size: exact for typed arrays, estimated for strings and hash tables. */
  get bytes(): number {
    const { columns, lexicon, participants, pieceCounts, ids, names, tags, entries, sessions, vectors } = this;
    const parts = [columns, lexicon, participants, pieceCounts, ids, names, tags, entries, sessions, vectors];
    return bytesOf([...parts, this.stemLists, this.pieceLists, this.replaced]);
  }

  /** Reserves room for this many rows. */
  reserve(rows: number): void {
    this.vectors.reserve(rows);
    const { columns, ids, tags, entries, sessions, stemLists, pieceLists } = this;
    for (const column of [columns, ids, tags, entries, sessions, stemLists, pieceLists]) column.reserve(rows);
  }

  /** Adds a memory or replaces its row. */
  add(memory: RecallRow): void {
    const row = this.#rows;
    // First, since only this can fail: nothing has been changed then.
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

  /** Removes a memory; ignores unknown ones. Returns how many ordinary rows that was worth. */
  remove(id: string): number {
    const row = this.ids.remove(id);
    if (row < 0) return 1;
    this.#retire(row);
    return rowsWorth(this.stemLists.of(row));
  }

  /** Adds memories, yielding after each `rows` of them (see `rowsWorth`) and at the end. */
  *addAll(memories: readonly RecallRow[], rows: number): Generator<undefined, void> {
    yield* inTurns(this.#addEach(memories), rows);
    yield;
  }

  /**
   * Applies changes, yielding after each `rows` of them: a concurrent search may see some of them, but never misses a memory that
   * is being replaced. Returns false, without applying anything, if events before the changes are missing.
   */
  *apply(changes: RecallChanges, rows: number): Generator<undefined, boolean> {
    if (changes.afterSeq > this.#seq) return false;
    if (changes.seq <= this.#seq) return true;
    // If an earlier attempt failed half-way, there are more rows already.
    this.#rowsAtSeq ??= this.#rows;
    this.#past.push({ seq: this.#seq, rows: this.#rowsAtSeq });
    if (this.#past.length > mostPast) this.#past.shift();
    yield* inTurns(this.#changeEach(changes), rows);
    this.#changeReplaced(changes);
    this.#rowsAtSeq = null;
    this.#seq = changes.seq;
    return true;
  }

  /** Whether changes are being applied, which `seq` does not include yet. */
  get isChanging(): boolean {
    return this.#rowsAtSeq !== null;
  }

  /** Yields after each memory how many rows it was worth. */
  *#addEach(memories: readonly RecallRow[]): Generator<number> {
    for (const memory of memories) {
      this.add(memory);
      yield rowsWorth(memory.stems);
    }
  }

  /** The same after each change. */
  *#changeEach({ upserts, removals, deletedConversations }: RecallChanges): Generator<number> {
    for (const conversationId of deletedConversations) {
      // From the last: removing a row renumbers all those after it.
      for (const row of this.sessions.rowsFromLast(conversationId)) {
        yield this.remove(this.ids.id(row));
      }
    }
    yield* this.#addEach(upserts);
    // Removals last, so that a replacement is present before the replaced memory goes.
    for (const id of removals) {
      yield this.remove(id);
    }
  }

  #changeReplaced({ upserts, removals, deletedConversations, replaced }: RecallChanges): void {
    for (const conversationId of deletedConversations) this.replaced.removeLearntIn(conversationId);
    for (const { id } of upserts) this.replaced.remove(id);
    for (const id of removals) this.replaced.remove(id);
    for (const row of replaced) this.replaced.set(row);
  }

  /** First row whose names may have changed since event `seq`; names change only with the memories. */
  firstNamedAfter(seq: number | null): number {
    if (seq === null) return 0;
    if (seq >= this.#seq) return this.#rowsAtSeq ?? this.#rows;
    return this.#past.findLast((one) => one.seq <= seq)?.rows ?? 0;
  }

  /** Marks the names of all rows as known up to this event. */
  nameUpTo(seq: number): void {
    this.names.upTo = seq;
    const last = this.#past.findLastIndex((one) => one.seq <= seq);
    this.#past = this.#past.slice(Math.max(0, last));
  }

  /**
   * Adds the live memories to an empty index that is at the same event, yielding after each `rows` rows. This index keeps serving
   * and being written to meanwhile: rows written since may be copied too, since they may replace rows not copied yet, and removed
   * ones may remain.
   */
  *copyTo(target: RecallIndex, rows: number): Generator<undefined, void> {
    target.reserve(this.memories);
    yield* inTurns(this.#copyEach(target), rows);
  }

  *#copyEach(target: RecallIndex): Generator<number> {
    for (let row = 0; row < this.#rows; row++) {
      const memory = this.columns.isPresent(row) ? this.memory(row) : null;
      if (memory) target.add(memory);
      yield rowsWorth(memory?.stems ?? []);
    }
  }

  participantOf(row: number): StemmedParticipant {
    return this.participants.get(this.columns.participants.values[row] ?? 0);
  }

  /** Equal for memories with the same content. */
  contentOf(row: number): number {
    return this.columns.contents.values[row] ?? 0;
  }

  /** Reconstructs a row as it was added. */
  memory(row: number): RecallRow {
    const { columns } = this;
    const scale = this.vectors.scale(row);
    const { stems, ...participant } = this.participantOf(row);
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
      content: this.contentOf(row),
    };
  }

  /** Removes a row from everything that is counted or traversed. */
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

  /** Memories learnt from one message are in the order of their creation, as in the database: ids are generated earlier. */
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
