import { memoryKinds } from '../../memory/memory.ts';
import { bytesOf, Column, NaturalColumn } from './column.ts';
import type { RecallRow } from './recall-row.ts';

/** Layout of a row's flags: whether it is present, the index of its kind, and how many of its stems belong to the date. */
const present = 1;
const kindShift = 1;
const dateShift = 4;
const [kindMask, dateMask] = [7, 15];

const validToBytes = 40;

/** Columns with one number per row. */
export class MemoryColumns {
  readonly #flags = new Column(Uint8Array);
  readonly termCounts = new Column(Uint16Array);
  readonly patterns = new Column(Uint32Array);
  readonly days = new Column(Int32Array);
  readonly places = new NaturalColumn();
  /** Session number plus 1; 0 for none. */
  readonly #sessions = new NaturalColumn();
  readonly participants = new NaturalColumn();
  readonly createdAt = new Column(Float64Array);
  readonly validFrom = new Column(Float64Array);
  /** A map, since few memories have an end. */
  readonly #validTo = new Map<number, number>();
  readonly contents = new Column(Float64Array);
  readonly #single = [
    this.#flags,
    this.termCounts,
    this.patterns,
    this.days,
    this.places,
    this.#sessions,
    this.participants,
    this.createdAt,
    this.validFrom,
    this.contents,
  ];

  get bytes(): number {
    return bytesOf(this.#single) + this.#validTo.size * validToBytes;
  }

  reserve(rows: number): void {
    for (const column of this.#single) column.reserve(rows);
  }

  append(row: number, memory: RecallRow, session: number | null, participant: number): void {
    for (const column of this.#single) column.grow(row + 1);
    this.#flags.values[row] =
      present | (memoryKinds.indexOf(memory.kind) << kindShift) | (memory.dateStems << dateShift);
    this.termCounts.values[row] = memory.termCount;
    this.patterns.values[row] = memory.patterns;
    this.days.values[row] = memory.day;
    this.places.set(row, memory.place);
    this.#sessions.set(row, session === null ? 0 : session + 1);
    this.participants.set(row, participant);
    this.createdAt.values[row] = memory.createdAt;
    this.validFrom.values[row] = memory.validFrom;
    if (memory.validTo !== null) this.#validTo.set(row, memory.validTo);
    this.contents.values[row] = memory.content;
  }

  /** Marks the row as dead; its values stay readable until the index is rebuilt. */
  remove(row: number): void {
    this.#flags.values[row] = (this.#flags.values[row] ?? 0) & ~present;
  }

  isPresent(row: number): boolean {
    return ((this.#flags.values[row] ?? 0) & present) !== 0;
  }

  kind(row: number): number {
    return ((this.#flags.values[row] ?? 0) >>> kindShift) & kindMask;
  }

  dateStems(row: number): number {
    return ((this.#flags.values[row] ?? 0) >>> dateShift) & dateMask;
  }

  /** The session's number, or null. */
  session(row: number): number | null {
    const session = this.#sessions.values[row] ?? 0;
    return session === 0 ? null : session - 1;
  }

  validTo(row: number): number | null {
    return this.#validTo.get(row) ?? null;
  }
}
