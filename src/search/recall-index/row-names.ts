import { Numbers } from '../numbers.ts';
import { bytesOf, NaturalColumn } from './column.ts';
import { detached } from './detached.ts';

/** What an entity costs in strings and hash table. */
const entityBytes = 160;
const nothing: readonly string[] = [];

/** Which entities the memories of an index name: most name none. A row's list is written anew where it changes. */
export class RowNames {
  /** Where the list of a row is, plus 1; 0 for none. */
  readonly #starts = new NaturalColumn();
  /** Lists one after another: how many entities, then their numbers. */
  readonly #lists = new NaturalColumn();
  readonly #entityIds = new Numbers(detached);
  /** Up to which event of the collection its texts were read when this was known of all rows; null: of some it is not known. */
  upTo: number | null = null;
  #used = 0;

  get bytes(): number {
    return bytesOf([this.#starts, this.#lists]) + this.#entityIds.size * entityBytes;
  }

  set(row: number, entityIds: readonly string[]): void {
    this.#starts.grow(row + 1);
    this.#starts.set(row, entityIds.length === 0 ? 0 : this.#used + 1);
    if (entityIds.length === 0) return;
    this.#lists.grow(this.#used + 1 + entityIds.length);
    this.#lists.set(this.#used++, entityIds.length);
    for (const id of entityIds) this.#lists.set(this.#used++, this.#entityIds.of(id));
  }

  /** Ids of the entities that a row names. */
  of(row: number): readonly string[] {
    const start = this.#starts.values[row] ?? 0;
    if (start === 0) return nothing;
    const lists = this.#lists.values;
    return Array.from({ length: lists[start - 1] ?? 0 }, (_, i) => this.#entityIds.key(lists[start + i] ?? 0) ?? '');
  }
}
