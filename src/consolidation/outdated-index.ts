import { getOrInsert } from '../platform/get-or-insert.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { NewProposal } from './consolidation.ts';
import { OutdatedMemories, type ReadMemory } from './outdated.ts';
import { type EnglishReading, keysOfReading, readText } from './reading.ts';
import type { MemoriesWith } from './wording/likely-over.ts';
import { setOf } from './wording/telling.ts';

/** Maximum number of memories under one key that a memory is compared with: those added last. */
const mostCompared = 300;
/** Number of memories after which no further keys are looked up: the common ones come last. */
const enoughCompared = 2 * mostCompared;
/** Maximum number of memories that may have a word to be compared because of it. */
const mostSharing = 30;

/** Finds memories that later ones of the same subject outdate, among all that are added. */
export class OutdatedIndex {
  readonly #byKey = new Map<string, ReadMemory[]>();
  readonly #byWord = new Map<string, ReadMemory<EnglishReading>[]>();
  readonly #found: OutdatedMemories;
  readonly #language: string;

  constructor(isRefused: (one: string, other: string) => boolean, language: string) {
    this.#found = new OutdatedMemories(isRefused);
    this.#language = language;
  }

  add(memory: ComparedMemory): void {
    const reading = readText(memory, this.#language);
    const read = { memory, reading };
    const { filed, sought } = keysOfReading(reading);
    const compared = new Set<ReadMemory>();
    const rarest = sought.map((key) => this.#byKey.get(key) ?? []).sort((one, other) => one.length - other.length);
    for (const others of rarest) if (compared.size < enoughCompared) for (const other of others) compared.add(other);
    for (const key of filed) this.#file(key, read);
    if ('clauses' in reading) for (const other of this.#sharing({ memory, reading })) compared.add(other);
    for (const other of compared) this.#found.compare(read, other, this.#memoriesWith);
  }

  #file(key: string, read: ReadMemory): void {
    const others = this.#byKey.get(key);
    // Most keys stay alone: an array that grows from nothing would have room for 17.
    if (!others) this.#byKey.set(key, [read]);
    else if (others.push(read) > mostCompared) others.shift();
  }

  /** Returns memories that share a word which few have, and are a state if this one is news, or news if this one is a state. */
  #sharing(read: ReadMemory<EnglishReading>): ReadMemory[] {
    const { isState, isNews, stems } = read.reading.told;
    if (!isState && !isNews) return [];
    const found: ReadMemory[] = [];
    for (const stem of setOf(stems)) {
      const others = getOrInsert(this.#byWord, stem, () => []);
      if (others.length > mostSharing) continue;
      for (const other of others) {
        const { told } = other.reading;
        if ((isState && told.isNews) || (isNews && told.isState)) found.push(other);
      }
      others.push(read);
    }
    return found;
  }

  /** Returns one retirement per outdated memory. */
  proposals(): NewProposal[] {
    return this.#found.proposals(this.#memoriesWith);
  }

  /** An agent takes up what it is told: if that counted, each such word would be a common one. */
  readonly #memoriesWith: MemoriesWith = (stem) =>
    this.#byWord.get(stem)?.reduce((count, { memory }) => count + Number(!memory.byAgent), 0) ?? 0;
}
