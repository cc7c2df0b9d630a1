import { getOrInsert } from '../platform/get-or-insert.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { Rule } from './consolidation.ts';
import type { ReadMemory } from './outdated.ts';
import { saysOf } from './reading.ts';

type Compared = Pick<ComparedMemory, 'id'>;
interface Found {
  readonly old: Compared;
  readonly by: Compared;
  readonly rule: Rule;
}

/**
 * Maximum number of values that a thing has one after the other, such as a rent. Anything with more is measured or counted, and
 * each value holds for its time.
 */
const mostValues = 20;

/** Detects memories that state values of a series, among all pairs in which one memory has another value than the other. */
export class Series {
  readonly #others = new Map<string, Set<string>>();

  add(one: ReadMemory, other: ReadMemory): void {
    this.#note(one, other);
    this.#note(other, one);
  }

  /** Whether the memory is outdated only by the next value of a series. */
  goesOn({ old, by, rule }: Found): boolean {
    return rule === 'another value' && [old, by].some(({ id }) => (this.#others.get(id)?.size ?? 0) > mostValues);
  }

  #note({ memory }: ReadMemory, other: ReadMemory): void {
    const others = getOrInsert(this.#others, memory.id, () => new Set());
    if (others.size <= mostValues) others.add(saysOf(other.reading));
  }
}
