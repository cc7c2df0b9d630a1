import type { RankedTurn, ScorePart } from './ranking/turn.ts';
import type { ArmScore, Hit } from './search.ts';
import { writeIdOf } from './uuid-bytes.ts';

/** What an engine found of a memory. A rank is there where the arm itself found it. */
export interface Found {
  readonly id: string;
  readonly lexical: number;
  readonly lexicalRank: number | null;
  readonly cosine: number;
  readonly semanticRank: number | null;
  /** Equal for memories that say the same. */
  readonly content: Hit['content'];
  readonly speaker: string | null;
  readonly validTo: Hit['validTo'];
  /** See `Hit`. */
  writeId?(bytes: Buffer, at: number): void;
  /** Omitted: not known here. */
  readonly names?: Hit['names'];
}

/** What one arm alone found, in the arm's own order: ranking weighs arms against each other. */
export function hitsOfOneArm(found: readonly Found[], mode: 'LEXICAL' | 'SEMANTIC'): Hit[] {
  const hits = found.flatMap((one) => {
    const scores = { lexical: lexicalOf(one), semantic: semanticOf(one) };
    const own = mode === 'LEXICAL' ? scores.lexical : scores.semantic;
    if (!own) return [];
    const explain = () => [{ name: mode.toLowerCase(), value: own.score, contribution: own.score }];
    return {
      id: one.id,
      score: own.score,
      ...scores,
      graph: null,
      content: one.content,
      speaker: one.speaker,
      validTo: one.validTo,
      names: one.names ?? null,
      explain,
    };
  });
  return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}

/** Ranked turns with what the arms made of them; `found` is the list that was ranked. */
export function hitsOf(ranked: readonly RankedTurn[], found: readonly Found[]): Hit[] {
  const hits: Hit[] = [];
  for (const turn of ranked) {
    const one = found[turn.index];
    if (one) hits.push(new RankedHit(turn, one));
  }
  return hits;
}

/** Of hundreds that are ranked, a page is asked for: what a hit is made of is put together only then. */
class RankedHit implements Hit {
  /** What others speak for it comes later. */
  readonly graph = null;
  readonly #turn: RankedTurn;
  readonly #found: Found;

  constructor(turn: RankedTurn, found: Found) {
    this.#turn = turn;
    this.#found = found;
  }

  get id(): string {
    return this.#turn.id;
  }

  get score(): number {
    return this.#turn.score;
  }

  writeId(bytes: Buffer, at: number): void {
    writeIdOf(this.#found, bytes, at);
  }

  get lexical(): ArmScore | null {
    return lexicalOf(this.#found);
  }

  get semantic(): ArmScore | null {
    return semanticOf(this.#found);
  }

  get content(): Hit['content'] {
    return this.#found.content;
  }

  get speaker(): string | null {
    return this.#found.speaker;
  }

  get validTo(): Hit['validTo'] {
    return this.#found.validTo;
  }

  get names(): Hit['names'] {
    return this.#found.names ?? null;
  }

  explain(): ScorePart[] {
    return this.#turn.explain();
  }
}

const lexicalOf = ({ lexicalRank, lexical }: Found): ArmScore | null =>
  lexicalRank ? { rank: lexicalRank, score: lexical } : null;

const semanticOf = ({ semanticRank, cosine }: Found): ArmScore | null =>
  semanticRank ? { rank: semanticRank, score: cosine } : null;
