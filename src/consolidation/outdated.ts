import { getOrInsert } from '../platform/get-or-insert.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { NewProposal } from './consolidation.ts';
import { outdating, type Reading, saysOf } from './reading.ts';
import { type Likelihood, type MemoriesWith, onlyBoth } from './wording/likely-over.ts';
import type { Outdating } from './wording/outdates.ts';
import type { Word } from './wording/telling.ts';

interface Outdated {
  readonly old: ComparedMemory;
  readonly by: ComparedMemory;
  readonly rule: Outdating | 'likely over' | 'judged outdated';
  /** Given if no rule is certain. */
  readonly likelihood?: Likelihood;
}

type Likely = Outdated & Required<Pick<Outdated, 'likelihood'>>;

/** Returns both memories, the earlier first. */
export const inOrder = (one: ComparedMemory, other: ComparedMemory): readonly [ComparedMemory, ComparedMemory] =>
  isLater(one, other) ? [other, one] : [one, other];

/** Whether the later memory may outdate the earlier: what an agent made is no evidence against what a person said. */
export function mayOutdate(one: ComparedMemory, other: ComparedMemory): boolean {
  const [old, by] = inOrder(one, other);
  return old.byAgent || !by.byAgent;
}

/** A memory with what its text says. */
export interface ReadMemory<Of extends Reading = Reading> {
  readonly memory: ComparedMemory;
  readonly reading: Of;
}

/** Returns which of two memories the other outdates, or may outdate; null if neither does. */
export function outdatedOf(one: ReadMemory, other: ReadMemory): Outdated | null {
  if (!mayOutdate(one.memory, other.memory)) return null;
  const [old, by] = isLater(one.memory, other.memory) ? [other, one] : [one, other];
  if (endsBefore(old.memory, by.memory)) return null;
  const how = outdating(by.reading, old.reading);
  if (how === null) return null;
  const found = { old: old.memory, by: by.memory };
  return typeof how === 'string' ? { ...found, rule: how } : { ...found, rule: 'likely over', likelihood: how };
}

/** Whether a memory has its end anyway before the other begins: an end that was given for what is to come is not proposed again. */
const endsBefore = ({ validTo }: ComparedMemory, { validFrom, isToCome }: ComparedMemory): boolean =>
  isToCome && validTo !== null && validTo <= validFrom;

/**
 * Maximum number of values that a thing has one after the other, such as a rent. Anything with more is measured or counted, and
 * each value holds for its time.
 */
const mostValues = 20;

/** Detects memories that state values of a series, among all pairs in which one memory has another value than the other. */
class Series {
  readonly #others = new Map<string, Set<string>>();

  add(one: ReadMemory, other: ReadMemory): void {
    this.#note(one, other);
    this.#note(other, one);
  }

  /** Whether the memory is outdated only by the next value of a series. */
  goesOn({ old, by, rule }: Outdated): boolean {
    return rule === 'another value' && [old, by].some(({ id }) => (this.#others.get(id)?.size ?? 0) > mostValues);
  }

  #note({ memory }: ReadMemory, other: ReadMemory): void {
    const others = getOrInsert(this.#others, memory.id, () => new Set());
    if (others.size <= mostValues) others.add(saysOf(other.reading));
  }
}

/**
 * Gathers what outdates each memory. In the end one finding stands: what is certain before what is likely, then the earliest, since
 * from then on the memory was over, or the likeliest.
 */
export class OutdatedMemories {
  readonly #certain = new Map<string, Outdated>();
  readonly #likely = new Map<string, Likely[]>();
  readonly #series = new Series();
  readonly #isRefused: (one: string, other: string) => boolean;

  constructor(isRefused: (one: string, other: string) => boolean = () => false) {
    this.#isRefused = isRefused;
  }

  /** `memoriesWith`: how common words are as far as is known; they only become more so. */
  compare(one: ReadMemory, other: ReadMemory, memoriesWith: MemoriesWith = onlyBoth): void {
    const found = outdatedOf(one, other);
    if (found?.rule === 'another value') this.#series.add(one, other);
    if (found && !this.#isRefused(one.memory.id, other.memory.id)) this.#add(found, memoriesWith);
  }

  /** Adds a finding, unless it is not even likely. */
  #add({ likelihood, ...found }: Outdated, memoriesWith: MemoriesWith): void {
    const { id } = found.old;
    const known = this.#certain.get(id);
    if (likelihood) {
      if (likelihood.points(memoriesWith) > 0) getOrInsert(this.#likely, id, () => []).push({ ...found, likelihood });
    } else if (!known || isLater(known.by, found.by)) this.#certain.set(id, found);
  }

  /** Returns the words by which memories that nothing certain outdates were found. */
  words(): Word[] {
    return this.#open().flatMap((found) => found.flatMap(({ likelihood }) => likelihood.shared));
  }

  /**
   * Returns one retirement per outdated memory, the earliest first: what ends another must not itself be over when that is applied.
   */
  proposals(memoriesWith: MemoriesWith): NewProposal[] {
    const likeliest = this.#open().flatMap((found) => {
      const judged = found.map((one) => ({ one, points: one.likelihood.points(memoriesWith) }));
      const [best] = judged.toSorted((one, other) => other.points - one.points);
      return best && best.points > 0 ? [best.one] : [];
    });
    return [...this.#certain.values(), ...likeliest]
      .filter((found) => !this.#series.goesOn(found))
      .sort((one, other) => byTime(one.old, other.old))
      .map(retirement);
  }

  #open(): Likely[][] {
    return [...this.#likely].flatMap(([id, found]) => (this.#certain.has(id) ? [] : [found]));
  }
}

/** Whether two different speakers are known: what one person said is not retired unasked for what another says. */
const isAnothersWord = (old: ComparedMemory, by: ComparedMemory): boolean =>
  old.speaker !== null && by.speaker !== null && old.speaker !== by.speaker;

/** Retires `old`. This is safe if `by` itself says that something has changed, and the change has already taken effect. */
const retirement = ({ old, by, rule }: Outdated): NewProposal => ({
  kind: 'RETIRE',
  rule,
  safe: rule === 'told anew' && !by.isToCome && !isAnothersWord(old, by),
  similarity: null,
  proposedTier: null,
  memories: [
    { memoryId: old.id, role: 'GO', revision: old.revision },
    { memoryId: by.id, role: 'EVIDENCE', revision: by.revision },
  ],
});

/** The same by the language model's verdict. */
export function judgedOutdated(one: ComparedMemory, other: ComparedMemory, similarity: number | null): NewProposal {
  const [old, by] = inOrder(one, other);
  return { ...retirement({ old, by, rule: 'judged outdated' }), similarity };
}

/** Of one call all times are equal; ids are in its order. */
const byTime = (one: ComparedMemory, other: ComparedMemory): number =>
  one.validFrom.getTime() - other.validFrom.getTime() ||
  one.createdAt.getTime() - other.createdAt.getTime() ||
  (one.id < other.id ? -1 : 1);
const isLater = (one: ComparedMemory, other: ComparedMemory): boolean => byTime(one, other) > 0;
