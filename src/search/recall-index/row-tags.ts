import { bytesOf, NaturalColumn } from './column.ts';
import { detached } from './lexicon.ts';
import { RowLists } from './row-lists.ts';

/** What a tag costs in strings and hash table. */
const tagBytes = 200;

/** The tags of each row, by number. */
export class RowTags {
  readonly #numbers = new Map<string, number>();
  readonly #tags: string[] = [];
  readonly #lists = new RowLists(new NaturalColumn());

  get bytes(): number {
    return bytesOf([this.#lists]) + this.#tags.length * tagBytes;
  }

  reserve(rows: number): void {
    this.#lists.reserve(rows);
  }

  /** The tags of the next row. */
  append(tags: readonly string[]): void {
    this.#lists.append(tags.map((tag) => this.#numbers.get(tag) ?? this.#add(tag)));
  }

  /** The tag's number, or -1: then no row has it. */
  numberOf(tag: string): number {
    return this.#numbers.get(tag) ?? -1;
  }

  of(row: number): readonly string[] {
    const { numbers } = this.#lists;
    const list = numbers.subarray(this.#lists.endOf(row - 1), this.#lists.endOf(row));
    return Array.from(list, (number) => this.#tags[number] ?? '');
  }

  /** Asked of most rows where few have the tag: it makes nothing. */
  has(row: number, number: number): boolean {
    const { numbers } = this.#lists;
    const end = this.#lists.endOf(row);
    for (let at = this.#lists.endOf(row - 1); at < end; at++) if (numbers[at] === number) return true;
    return false;
  }

  #add(tag: string): number {
    const number = this.#tags.length;
    const own = detached(tag);
    this.#tags.push(own);
    this.#numbers.set(own, number);
    return number;
  }
}
