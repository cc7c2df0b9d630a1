import { getOrInsert } from '../platform/get-or-insert.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { NewProposal } from './consolidation.ts';
import { keysOfRead, outdating, type ReadEnglish, type ReadMemory, readMemory } from './read-memory.ts';
import { Series } from './series.ts';
import type { IsRare } from './wording/likely-over.ts';
import type { Outdating } from './wording/outdates.ts';
import { setOf } from './wording/telling.ts';

/** Maximum number of memories under one key that a memory is compared with: those added last. */
const mostCompared = 300;
/** Number of memories after which no further keys are looked up: the common ones come last. */
const enoughCompared = 2 * mostCompared;
/** Maximum number of memories that may have a word for it to show that they are about the same. */
const mostSharing = 30;

export interface Outdated {
  readonly old: ComparedMemory;
  readonly by: ComparedMemory;
  readonly rule: Outdating | 'likely over' | 'judged outdated';
}

/** Finds memories that later ones of the same subject outdate, among all that are added. */
export class OutdatedIndex {
  readonly #byKey = new Map<string, ReadMemory[]>();
  readonly #byWord = new Map<string, ReadEnglish[]>();
  readonly #outdated = new Map<string, Outdated>();
  readonly #series = new Series();
  readonly #isRefused: (one: string, other: string) => boolean;
  readonly #language: string;

  constructor(isRefused: (one: string, other: string) => boolean, language: string) {
    this.#isRefused = isRefused;
    this.#language = language;
  }

  add(memory: ComparedMemory): void {
    const read = readMemory(memory, this.#language);
    const { filed, sought } = keysOfRead(read);
    const compared = new Set<ReadMemory>();
    const rarest = sought.map((key) => this.#byKey.get(key) ?? []).sort((one, other) => one.length - other.length);
    for (const others of rarest) if (compared.size < enoughCompared) for (const other of others) compared.add(other);
    for (const key of filed) this.#file(key, read);
    if ('clauses' in read) for (const other of this.#sharing(read)) compared.add(other);
    for (const other of compared) this.#compare(read, other);
  }

  #file(key: string, read: ReadMemory): void {
    const others = this.#byKey.get(key);
    // Most keys stay alone: an array that grows from nothing would have room for 17.
    if (!others) this.#byKey.set(key, [read]);
    else if (others.push(read) > mostCompared) others.shift();
  }

  /** Returns memories that share a word which few have, and are a state if this one is news, or news if this one is a state. */
  #sharing(read: ReadEnglish): ReadEnglish[] {
    const { isState, isNews, stems } = read.told;
    if (!isState && !isNews) return [];
    const found: ReadEnglish[] = [];
    for (const stem of setOf(stems)) {
      const others = getOrInsert(this.#byWord, stem, () => []);
      if (others.length > mostSharing) continue;
      for (const other of others)
        if ((isState && other.told.isNews) || (isNews && other.told.isState)) found.push(other);
      others.push(read);
    }
    return found;
  }

  /** Returns one retirement per outdated memory, by the newest memory that outdates it. */
  proposals(): NewProposal[] {
    const held = [...this.#outdated.values()].filter(
      (found) => !this.#series.goesOn(found) && this.#isStillFound(found),
    );
    return held.map(retirement);
  }

  /** Words that were rare when a memory was added may be common by now. */
  #isStillFound({ old, by, rule }: Outdated): boolean {
    return (
      rule !== 'likely over' ||
      outdatedOf(readMemory(old, this.#language), readMemory(by, this.#language), this.#isRare) !== null
    );
  }

  readonly #isRare: IsRare = (stem) => (this.#byWord.get(stem)?.length ?? 0) <= mostSharing;

  #compare(one: ReadMemory, other: ReadMemory): void {
    const found = outdatedOf(one, other, this.#isRare);
    if (found?.rule === 'another value') this.#series.add(one, other);
    if (!found || this.#isRefused(one.memory.id, other.memory.id)) return;
    const known = this.#outdated.get(found.old.id);
    if (!known || prevails(found, known)) this.#outdated.set(found.old.id, found);
  }
}

/** Returns both memories, the earlier first. */
export const inOrder = (one: ComparedMemory, other: ComparedMemory): readonly [ComparedMemory, ComparedMemory] =>
  isLater(one, other) ? [other, one] : [one, other];

/** Whether the later memory may outdate the earlier: what an agent made is no evidence against what a person said. */
export function mayOutdate(one: ComparedMemory, other: ComparedMemory): boolean {
  const [old, by] = inOrder(one, other);
  return old.byAgent || !by.byAgent;
}

/** Returns which of two memories the other outdates, or null. */
export function outdatedOf(one: ReadMemory, other: ReadMemory, isRare?: IsRare): Outdated | null {
  if (!mayOutdate(one.memory, other.memory)) return null;
  const [old, by] = isLater(one.memory, other.memory) ? [other, one] : [one, other];
  const rule = outdating(by, old, isRare);
  return rule && { old: old.memory, by: by.memory, rule };
}

/** Whether one finding about a memory stands instead of another: what is certain before what is likely, then what was told later. */
export const prevails = (one: Outdated, other: Outdated): boolean =>
  (one.rule === 'likely over') === (other.rule === 'likely over')
    ? isLater(one.by, other.by)
    : other.rule === 'likely over';

/** Whether two different speakers are known: what one person said is not retired unasked for what another says. */
const isAnothersWord = (old: ComparedMemory, by: ComparedMemory): boolean =>
  old.speaker !== null && by.speaker !== null && old.speaker !== by.speaker;

/** Retires `old`. This is safe if `by` itself says that something has changed, and the change has already taken effect. */
export const retirement = ({ old, by, rule }: Outdated): NewProposal => ({
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

const isLater = (one: ComparedMemory, other: ComparedMemory): boolean =>
  (one.validFrom.getTime() - other.validFrom.getTime() || one.createdAt.getTime() - other.createdAt.getTime()) > 0;
