import { Numbers } from '../numbers.ts';
import { NaturalColumn } from './column.ts';
import { detached } from './detached.ts';
import { RowLists } from './row-lists.ts';

/** What a tag costs in strings and hash table. */
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

  /** The tags of the next row. */
  append(tags: readonly string[]): void {
    this.#lists.append(tags.map((tag) => this.#tags.of(tag)));
  }

  /** The tag's number, or -1: then no row has it. */
  numberOf(tag: string): number {
    return this.#tags.known(tag);
  }

  of(row: number): readonly string[] {
    return Array.from(this.#lists.of(row), (number) => this.#tags.key(number) ?? '');
  }

  /** Asked of most rows where few have the tag: it makes nothing. */
  has(row: number, number: number): boolean {
    const { numbers } = this.#lists;
    const end = this.#lists.endOf(row);
    for (let at = this.#lists.endOf(row - 1); at < end; at++) if (numbers[at] === number) return true;
    return false;
  }

  /** Whether the row has one of many: these are looked up, since a row has few. */
  hasAny(row: number, tags: ReadonlySet<number>): boolean {
    const { numbers } = this.#lists;
    const end = this.#lists.endOf(row);
    for (let at = this.#lists.endOf(row - 1); at < end; at++) if (tags.has(numbers[at] ?? -1)) return true;
    return false;
  }
}
