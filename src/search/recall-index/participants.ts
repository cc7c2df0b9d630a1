import { detached } from '../numbers.ts';
import type { Participant } from '../ranking/engine-port.ts';

/** Estimated bytes of a participant in strings, objects and hash table. */
const participantBytes = 400;

/** A participant with the stems of the speaker's name. */
export interface StemmedParticipant extends Participant {
  readonly stems: readonly string[];
}

/** The participants of a collection by number, and how many memories each has. */
export class Participants {
  readonly #numbers = new Map<string, number>();
  readonly #all: StemmedParticipant[] = [];
  readonly #memories: number[] = [];
  /** Participants that have memories now; null if it has to be recomputed. */
  #present: readonly StemmedParticipant[] | null = null;

  get bytes(): number {
    return this.#all.length * participantBytes;
  }

  /** Counts one more memory of a participant; returns the participant's number. */
  add({ speaker, role, stems }: StemmedParticipant): number {
    const key = `${role}${speaker === null ? '' : `:${speaker}`}`;
    const number = this.#numbers.get(key) ?? this.#all.length;
    if (number === this.#all.length) {
      this.#numbers.set(key, number);
      this.#all.push({ speaker: speaker && detached(speaker), role, stems: stems.map(detached) });
    }
    const before = this.#memories[number] ?? 0;
    this.#memories[number] = before + 1;
    if (before === 0) this.#present = null;
    return number;
  }

  remove(number: number): void {
    const left = (this.#memories[number] ?? 1) - 1;
    this.#memories[number] = left;
    if (left === 0) this.#present = null;
  }

  get(number: number): StemmedParticipant {
    return this.#all[number] ?? { speaker: null, role: null, stems: [] };
  }

  /** Numbers of the participants with one of these names, in any role. */
  speaking(names: ReadonlySet<string>): ReadonlySet<number> {
    return new Set(this.#all.flatMap(({ speaker }, number) => (speaker !== null && names.has(speaker) ? number : [])));
  }

  /** Participants that have memories now: the same array until that changes. */
  present(): readonly StemmedParticipant[] {
    this.#present ??= this.#all.filter((_, number) => (this.#memories[number] ?? 0) > 0);
    return this.#present;
  }
}
