import type { Participant, Scope } from '../ranking/turn.ts';
import type { RecallIndex } from './recall-index.ts';
import type { ScopeStems } from './scope-stems.ts';

/** Statistics of all memories of some indexes as they are now: see `Scope`. */
export class RecallScope implements Scope {
  readonly memories: number;
  readonly meanTerms: number;
  readonly participants: readonly Participant[];
  readonly nameStems: ReadonlySet<number>;
  readonly english: boolean;
  readonly #indexes: readonly RecallIndex[];
  readonly #stems: ScopeStems;
  /** The index, where there is one alone: it gives the stems their numbers. */
  readonly #only: RecallIndex | null;

  constructor(indexes: readonly RecallIndex[], stems: ScopeStems, english: boolean) {
    this.#indexes = indexes;
    this.#stems = stems;
    this.#only = indexes.length === 1 ? (indexes[0] ?? null) : null;
    this.english = english;
    this.memories = indexes.reduce((sum, index) => sum + index.memories, 0);
    const terms = indexes.reduce((sum, index) => sum + index.terms, 0);
    this.meanTerms = this.memories === 0 ? 1 : terms / this.memories;
    const present = indexes.flatMap((index) => index.participants.present());
    this.participants = [
      ...new Map(present.map(({ speaker, role }) => [JSON.stringify([role, speaker]), { speaker, role }])).values(),
    ];
    const names = present.flatMap((participant) => participant.stems.map((stem) => stems.numberOf(stem)));
    this.nameStems = new Set(names.filter((number) => number >= 0));
  }

  memoriesWithTerm(stem: number): number {
    if (this.#only) return this.#only.lexicon.memoriesWithTerm(stem);
    let memories = 0;
    for (const index of this.#indexes) memories += index.lexicon.memoriesWithTerm(this.#stems.inIndex(index, stem));
    return memories;
  }

  memoriesWithWord(stem: number): number {
    if (this.#only) return this.#only.lexicon.memoriesWithWord(stem);
    let memories = 0;
    for (const index of this.#indexes) memories += index.lexicon.memoriesWithWord(this.#stems.inIndex(index, stem));
    return memories;
  }

  memoriesWithPiece(piece: number): number {
    let memories = 0;
    for (const index of this.#indexes) memories += index.pieceCounts.memoriesWith(piece);
    return memories;
  }
}
