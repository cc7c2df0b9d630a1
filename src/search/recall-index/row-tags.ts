import { detached, Numbers } from '../numbers.ts';
import { NaturalColumn } from './column.ts';
import { RowLists } from './row-lists.ts';

/** Estimated bytes of a tag in strings and hash table. */
const tagBytes = 200;

/** The tags of each row, by number. */
export class RowTags {
  readonly #tags = new Numbers(detached);
  readonly #lists = new RowLists(new NaturalColumn());

  get bytes(): number {
    return this.#lists.bytes + this.#tags.size * tagBytes;
  }

  reserve(rows: number): void {
    this.#lists.reserve(rows);
  }

  /** Appends the tags of the next row. */
  append(tags: readonly string[]): void {
    this.#lists.append(tags.map((tag) => this.#tags.of(tag)));
  }

  /** Number of a tag; -1 if no row has it. */
  numberOf(tag: string): number {
    return this.#tags.known(tag);
  }

  of(row: number): readonly string[] {
    return Array.from(this.#lists.of(row), (number) => this.#tags.key(number) ?? '');
  }

  /** Called for most rows if few match, so it allocates nothing. */
  has(row: number, number: number): boolean {
    const { numbers } = this.#lists;
    const end = this.#lists.endOf(row);
    for (let at = this.#lists.endOf(row - 1); at < end; at++) if (numbers[at] === number) return true;
    return false;
  }

  /** Whether the row has any of many tags; looks up the row's few tags in the set. */
  hasAny(row: number, tags: ReadonlySet<number>): boolean {
    const { numbers } = this.#lists;
    const end = this.#lists.endOf(row);
    for (let at = this.#lists.endOf(row - 1); at < end; at++) if (tags.has(numbers[at] ?? -1)) return true;
    return false;
  }
}
