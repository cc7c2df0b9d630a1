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
  /** How many memories of several indexes have each of the stems that have a number so far, in speaker or text. */
  #withWord = new Uint32Array();

  constructor(indexes: readonly RecallIndex[], stems: ScopeStems, english: boolean) {
    this.#indexes = indexes;
    this.#stems = stems;
    this.#only = indexes.length === 1 ? (indexes[0] ?? null) : null;
    this.english = english;
    this.memories = indexes.reduce((sum, index) => sum + index.memories, 0);
    const terms = indexes.reduce((sum, index) => sum + index.terms, 0);
    this.meanTerms = this.memories === 0 ? 1 : terms / this.memories;
    const { participants, nameStems } = this.#only ? speakersOfOne(this.#only, stems) : speakersOf(indexes, stems);
    this.participants = participants;
    this.nameStems = nameStems;
  }

  memoriesWithTerm(stem: number): number {
    if (this.#only) return this.#only.lexicon.memoriesWithTerm(stem);
    let memories = 0;
    for (const index of this.#indexes) memories += index.lexicon.memoriesWithTerm(this.#stems.inIndex(index, stem));
    return memories;
  }

  memoriesWithWord(stem: number): number {
    if (this.#only) return this.#only.lexicon.memoriesWithWord(stem);
    if (stem >= this.#withWord.length) this.#withWord = this.#countWords(this.#withWord);
    return this.#withWord[stem] ?? 0;
  }

  /** One index after the other, since there may be a thousand: to go through all of them for each stem takes ten times as long. */
  #countWords(known: Uint32Array): Uint32Array<ArrayBuffer> {
    const counts = new Uint32Array(this.#stems.size);
    counts.set(known);
    for (const index of this.#indexes) {
      for (let stem = known.length; stem < counts.length; stem++) {
        const memories = index.lexicon.memoriesWithWord(this.#stems.inIndex(index, stem));
        counts[stem] = (counts[stem] ?? 0) + memories;
      }
    }
    return counts;
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

/** What was found of an index last, and what it was found from. */
interface KnownSpeakers extends Speakers {
  readonly present: unknown;
  readonly stems: number;
}

const known = new WeakMap<RecallIndex, KnownSpeakers>();

/** A collection may have thousands of speakers, and other ones seldom: they are looked at when they, or the stems, are others. */
function speakersOfOne(index: RecallIndex, stems: ScopeStems): Speakers {
  const present = index.participants.present();
  const last = known.get(index);
  if (last?.present === present && last.stems === index.lexicon.size) return last;
  const speakers = { ...speakersOf([index], stems), present, stems: index.lexicon.size };
  known.set(index, speakers);
  return speakers;
}
