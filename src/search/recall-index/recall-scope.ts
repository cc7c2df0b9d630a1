import type { Scope } from '../ranking/engine-port.ts';
import type { RecallIndex } from './recall-index.ts';
import type { ScopeStems } from './scope-stems.ts';

/** Current statistics of all memories of several indexes. */
export function recallScope(indexes: readonly RecallIndex[], stems: ScopeStems, english: boolean): Scope {
  const memories = indexes.reduce((sum, index) => sum + index.memories, 0);
  const terms = indexes.reduce((sum, index) => sum + index.terms, 0);
  const [only, ...others] = indexes;
  const { participants, nameStems } =
    only && others.length === 0 ? speakersOfOne(only, stems) : speakersOf(indexes, stems);
  return {
    memories,
    meanTerms: memories === 0 ? 1 : terms / memories,
    participants,
    nameStems,
    english,
    memoriesWithTerm: (stem) => stems.memoriesWithTerm(stem),
    memoriesWithWord: (stem) => stems.memoriesWithWord(stem),
    memoriesWithPiece: (piece) => indexes.reduce((sum, { pieceCounts }) => sum + pieceCounts.memoriesWith(piece), 0),
  };
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
