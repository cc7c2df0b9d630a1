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
 * The SUPERSEDED memories of one collection by id, at most those that were replaced last. Beyond `mostReplaced`, one that leaves makes no
 * room for an older one until the next load.
 */
export class ReplacedRows {
  readonly stems = new StemTexts();
  readonly #rows = new Map<string, Replaced>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes + this.stems.bytes;
  }

  all(): Iterable<Replaced> {
    return this.#rows.values();
  }

  /** Adds a memory or replaces its row. */
  set({ stems, ...row }: ReplacedRow): void {
    this.remove(row.id);
    const held = { ...row, stems: Uint32Array.from(stems, (stem) => this.#numberOf(stem)) };
    this.#rows.set(row.id, held);
    this.#bytes += bytesOf(held);
    if (this.#rows.size > mostReplaced) this.remove(this.#first().id);
  }

  /** Ignores unknown ones. */
  remove(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.#bytes -= bytesOf(row);
  }

  /** Removes those that were learnt in a conversation. */
  removeLearntIn(conversationId: string): void {
    for (const row of this.#rows.values()) if (row.conversationId === conversationId) this.remove(row.id);
  }

  #numberOf(stem: string): number {
    const known = this.stems.numberOf(stem);
    return known < 0 ? this.stems.add(stem) : known;
  }

  /** The one that was replaced first: ids are in the order of their creation. */
  #first(): Replaced {
    return this.#rows.values().reduce((a, b) => (laterReplaced(a, b) < 0 ? b : a));
  }
}

/** Orders those that were replaced last first, as `newestReplaced` does. */
export const laterReplaced = (a: Replaced, b: Replaced): number =>
  a.supersededBy === b.supersededBy ? compare(a.id, b.id) : compare(b.supersededBy, a.supersededBy);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const bytesOf = ({ stems, vector }: Replaced): number => rowBytes + stems.byteLength + (vector?.values.byteLength ?? 0);
