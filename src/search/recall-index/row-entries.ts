import { Column } from './column.ts';
import type { PlainEntries } from './plain-entries.ts';
import { RowLists } from './row-lists.ts';

/** Flat metadata entries of each row. */
export class RowEntries extends RowLists<PlainEntries> {
  constructor() {
    super(new Column(Uint32Array));
  }

  /** Whether a row has all of these entries. Called for most rows if few match, so it allocates nothing. */
  hasAll(row: number, entries: PlainEntries): boolean {
    for (let at = 0; at < entries.length; at += 2) {
      if (!this.#has(row, entries[at] ?? 0, entries[at + 1] ?? 0)) return false;
    }
    return true;
  }

  #has(row: number, first: number, second: number): boolean {
    const { numbers } = this;
    const end = this.endOf(row);
    for (let at = this.endOf(row - 1); at < end; at += 2) {
      if (numbers[at] === first && numbers[at + 1] === second) return true;
    }
    return false;
  }
}
