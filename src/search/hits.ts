import type { RankedTurns, ScorePart } from './ranking/engine-port.ts';
import { comparingScores } from './ranking/order.ts';
import type { ArmScore, Hit } from './search.ts';
import { writeUuid } from './uuid-words.ts';

/** The memories that an engine found, as columns with a value per place, which may be longer than the number of memories. */
export interface FoundTurns {
  readonly length: number;
  readonly lexical: Float64Array;
  readonly cosines: Float64Array;
  /** Ranks in each arm, from 1; 0 if that arm did not find the memory. */
  readonly lexicalRanks: Uint16Array;
  readonly semanticRanks: Uint16Array;
  id(place: number): string;
  /** See `Hit`. */
  writeId?(place: number, bytes: Buffer, at: number): void;
  /** Equal for memories of equal content. */
  content(place: number): Hit['content'];
  speaker(place: number): string | null;
  validTo(place: number): number | null;
  /** Omitted if not known here. */
  names?(place: number): Hit['names'];
}

/** The hits of a single arm in its own order, without the ranking, which weighs arms against each other. */
export function hitsOfOneArm(found: FoundTurns, mode: 'LEXICAL' | 'SEMANTIC'): Hit[] {
  const [ranks, scores] =
    mode === 'LEXICAL' ? [found.lexicalRanks, found.lexical] : [found.semanticRanks, found.cosines];
  const those = ranks.keys().filter((place) => place < found.length && ranks[place] !== 0);
  const places = Uint32Array.from(those).sort(comparingScores(scores, (place) => found.id(place)));
  const ranked = Float64Array.from(places, (place) => scores[place] ?? 0);
  const explain = (rank: number): ScorePart[] => {
    const value = ranked[rank] ?? 0;
    return [{ name: mode.toLowerCase(), value, contribution: value }];
  };
  return hitsOf({ places, scores: ranked, explain }, found);
}

/** The ranked turns as hits with their ranks in the arms; `found` are the turns that were ranked. */
export function hitsOf(ranked: RankedTurns, found: FoundTurns): Hit[] {
  const hits: Hit[] = [];
  for (let rank = 0; rank < ranked.places.length; rank++) hits.push(new FoundHit(found, ranked, rank));
  return hits;
}

/** Reads its fields lazily, because only one page of hundreds of hits is requested. */
class FoundHit implements Hit {
  readonly #found: FoundTurns;
  readonly #ranked: RankedTurns;
  readonly #rank: number;
  readonly #place: number;
  #id: string | null = null;

  constructor(found: FoundTurns, ranked: RankedTurns, rank: number) {
    this.#found = found;
    this.#ranked = ranked;
    this.#rank = rank;
    this.#place = ranked.places[rank] ?? 0;
  }

  get score(): number {
    return this.#ranked.scores[this.#rank] ?? 0;
  }

  explain(): ScorePart[] {
    return this.#ranked.explain(this.#rank);
  }

  /** The graph arm comes later: see `raiseByNames`. */
  get graph(): null {
    return null;
  }

  get id(): string {
    this.#id ??= this.#found.id(this.#place);
    return this.#id;
  }

  writeId(bytes: Buffer, at: number): void {
    if (this.#found.writeId) this.#found.writeId(this.#place, bytes, at);
    else writeUuid(this.id, bytes, at);
  }

  get lexical(): ArmScore | null {
    return armScore(this.#found.lexicalRanks, this.#found.lexical, this.#place);
  }

  get semantic(): ArmScore | null {
    return armScore(this.#found.semanticRanks, this.#found.cosines, this.#place);
  }

  get fit(): Hit['fit'] {
    const { lexical, cosines } = this.#found;
    return { lexical: lexical[this.#place] ?? 0, cosine: cosines[this.#place] ?? 0 };
  }

  get content(): Hit['content'] {
    return this.#found.content(this.#place);
  }

  get speaker(): string | null {
    return this.#found.speaker(this.#place);
  }

  get validTo(): number | null {
    return this.#found.validTo(this.#place);
  }

  get names(): Hit['names'] {
    return this.#found.names?.(this.#place) ?? null;
  }
}

function armScore(ranks: Uint16Array, scores: Float64Array, place: number): ArmScore | null {
  const rank = ranks[place] ?? 0;
  return rank === 0 ? null : { rank, score: scores[place] ?? 0 };
}
