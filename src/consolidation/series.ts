import type { ComparedMemory } from './compared-memory.ts';
import type { Rule } from './consolidation.ts';
import type { Clause } from './wording/clauses.ts';

type Compared = Pick<ComparedMemory, 'id'>;
interface Read {
  readonly memory: Compared;
  readonly clauses: readonly Clause[];
}
interface Found {
  readonly old: Compared;
  readonly by: Compared;
  readonly rule: Rule;
}

/** So many values one thing has in turn, as a rent has; what has more is measured or counted, and each of its values holds for its time. */
const mostValues = 20;

const saysOf = ({ clauses }: Read): string => clauses.map(({ says }) => says.join(' ')).join('; ');

/** Knows which memories tell values of a series, among all pairs of which the one has another value than the other. */
export class Series {
  readonly #others = new Map<string, Set<string>>();

  add(one: Read, other: Read): void {
    this.#note(one, other);
    this.#note(other, one);
  }

  /** Whether nothing but the next value of a series outdates it. */
  goesOn({ old, by, rule }: Found): boolean {
    return rule === 'another value' && [old, by].some(({ id }) => (this.#others.get(id)?.size ?? 0) > mostValues);
  }

  #note({ memory }: Read, other: Read): void {
    const others = this.#others.get(memory.id) ?? new Set();
    this.#others.set(memory.id, others);
    if (others.size <= mostValues) others.add(saysOf(other));
  }
}
