import type { Vector } from '../../platform/embedding/embedder.ts';
import { mostReplaced } from '../stand-ins.ts';
import { StemTexts } from './stem-texts.ts';

/** What the recall index stores of a SUPERSEDED memory. */
export interface ReplacedRow {
  readonly id: string;
  /** The memory that replaced it, which may itself be replaced or gone. */
  readonly supersededBy: string;
  /** See `RecallRow`. */
  readonly conversationId: string | null;
  /** Distinct stems of date, speaker and text. */
  readonly stems: readonly string[];
  readonly termCount: number;
  readonly vector: Vector | null;
}

/** The same with its stems by number. */
export interface Replaced extends Omit<ReplacedRow, 'stems'> {
  readonly stems: Uint32Array;
}

/** Estimated bytes of a row beside its stems and its vector: three ids, and objects for each part. */
const rowBytes = 600;

/**
 * The SUPERSEDED memories of one collection, at most those that were replaced last. Beyond `mostReplaced`, one that leaves makes no room for
 * an older one until the next load.
 */
export class ReplacedRows {
  readonly stems = new StemTexts();
  readonly #byId = new Map<string, Replaced>();
  readonly #newestFirst: Replaced[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes + this.stems.bytes;
  }

  get newestFirst(): readonly Replaced[] {
    return this.#newestFirst;
  }

  get(id: string): Replaced | undefined {
    return this.#byId.get(id);
  }

  /** Adds a memory or replaces its row. */
  set({ stems, ...row }: ReplacedRow): void {
    this.remove(row.id);
    const held = { ...row, stems: Uint32Array.from(stems, (stem) => this.#numberOf(stem)) };
    this.#byId.set(row.id, held);
    this.#newestFirst.splice(this.#placeOf(held), 0, held);
    this.#bytes += bytesOf(held);
    const surplus = this.#newestFirst[mostReplaced];
    if (surplus) this.remove(surplus.id);
  }

  /** Ignores unknown ones. */
  remove(id: string): void {
    const row = this.#byId.get(id);
    if (!row) return;
    this.#byId.delete(id);
    this.#newestFirst.splice(this.#placeOf(row), 1);
    this.#bytes -= bytesOf(row);
  }

  /** Removes those that were learnt in a conversation. */
  removeLearntIn(conversationId: string): void {
    for (const row of this.#byId.values()) if (row.conversationId === conversationId) this.remove(row.id);
  }

  #numberOf(stem: string): number {
    const known = this.stems.numberOf(stem);
    return known < 0 ? this.stems.add(stem) : known;
  }

  /** The place of a row, or the one where it belongs. */
  #placeOf(row: Replaced): number {
    let [first, end] = [0, this.#newestFirst.length];
    while (first < end) {
      const middle = (first + end) >>> 1;
      const other = this.#newestFirst[middle];
      if (other && laterReplaced(other, row) < 0) first = middle + 1;
      else end = middle;
    }
    return first;
  }
}

/** Orders those that were replaced last first, as `newestReplaced` does. */
export const laterReplaced = (a: Replaced, b: Replaced): number =>
  a.supersededBy === b.supersededBy ? compare(a.id, b.id) : compare(b.supersededBy, a.supersededBy);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const bytesOf = ({ stems, vector }: Replaced): number => rowBytes + stems.byteLength + (vector?.values.byteLength ?? 0);
