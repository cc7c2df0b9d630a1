import type { Participant, Scope } from '../ranking/turn.ts';
import type { RecallIndex } from './recall-index.ts';
import type { ScopeStems } from './scope-stems.ts';

/** Current statistics of all memories of several indexes: see `Scope`. */
export class RecallScope implements Scope {
  readonly memories: number;
  readonly meanTerms: number;
  readonly participants: readonly Participant[];
  readonly nameStems: ReadonlySet<number>;
  readonly english: boolean;
  readonly #indexes: readonly RecallIndex[];
  readonly #stems: ScopeStems;

  constructor(indexes: readonly RecallIndex[], stems: ScopeStems, english: boolean) {
    this.#indexes = indexes;
    this.#stems = stems;
    this.english = english;
    this.memories = indexes.reduce((sum, index) => sum + index.memories, 0);
    const terms = indexes.reduce((sum, index) => sum + index.terms, 0);
    this.meanTerms = this.memories === 0 ? 1 : terms / this.memories;
    const [only] = indexes;
    const isOne = only !== undefined && indexes.length === 1;
    const { participants, nameStems } = isOne ? speakersOfOne(only, stems) : speakersOf(indexes, stems);
    this.participants = participants;
    this.nameStems = nameStems;
  }

  memoriesWithTerm(stem: number): number {
    return this.#stems.memoriesWithTerm(stem);
  }

  memoriesWithWord(stem: number): number {
    return this.#stems.memoriesWithWord(stem);
  }

  memoriesWithPiece(piece: number): number {
    let memories = 0;
    for (const index of this.#indexes) memories += index.pieceCounts.memoriesWith(piece);
    return memories;
  }
}

type Speakers = Pick<Scope, 'participants' | 'nameStems'>;

function speakersOf(indexes: readonly RecallIndex[], stems: ScopeStems): Speakers {
  const present = indexes.flatMap((index) => index.participants.present());
  const distinct = new Map(present.map(({ speaker, role }) => [JSON.stringify([role, speaker]), { speaker, role }]));
  const names = present.flatMap((participant) => participant.stems.map((stem) => stems.numberOf(stem)));
  return { participants: [...distinct.values()], nameStems: new Set(names.filter((number) => number >= 0)) };
}

/** Last result for an index, and what it was computed from. */
interface KnownSpeakers extends Speakers {
  readonly present: unknown;
  readonly stems: number;
}

const known = new WeakMap<RecallIndex, KnownSpeakers>();

/** Cached, since a collection may have thousands of speakers that rarely change: recomputed when the speakers or the stems differ. */
function speakersOfOne(index: RecallIndex, stems: ScopeStems): Speakers {
  const present = index.participants.present();
  const last = known.get(index);
  if (last?.present === present && last.stems === index.lexicon.size) return last;
  const speakers = { ...speakersOf([index], stems), present, stems: index.lexicon.size };
  known.set(index, speakers);
  return speakers;
}
