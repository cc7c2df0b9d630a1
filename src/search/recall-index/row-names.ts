import { detached, Numbers } from '../numbers.ts';
import { bytesOf, NaturalColumn } from './column.ts';

/** Estimated bytes of an entity in strings and hash table. */
const entityBytes = 160;
const nothing: readonly string[] = [];

/** Entities named by the memories of an index: most name none. A changed list is appended anew. */
export class RowNames {
  /** Start of a row's list plus 1; 0 for none. */
  readonly #starts = new NaturalColumn();
  /** All lists, concatenated: the number of entities, then their numbers. */
  readonly #lists = new NaturalColumn();
  readonly #entityIds = new Numbers(detached);
  /** Event of the collection up to which the names of all rows are known; null: not known for all. */
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
