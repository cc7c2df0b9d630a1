import type { MemoryStatus } from '../memory/memory.ts';
import type { MemoryFilter } from '../memory/memory-filter.ts';
import type { ScorePart } from './ranking/turn.ts';

/** Longest question, in characters. */
export const maxQueryLength = 2_000;

export type SearchMode = 'HYBRID' | 'SEMANTIC' | 'LEXICAL';
export type SearchArm = 'LEXICAL' | 'SEMANTIC' | 'GRAPH';

/** One question to the memories of some collections, as somebody asks it. */
export interface SearchRequest {
  readonly query: string;
  /** What of it is asked, where it tells much beside (`askedPart`): what that finds and what all of it finds take turns. HYBRID alone. */
  readonly asked?: string | null;
  readonly collectionIds: readonly string[] | null;
  readonly mode: SearchMode;
  readonly filter: MemoryFilter;
  /** Answer as of then; null: now. */
  readonly asOf: Date | null;
}

/** What an arm made of a memory that it found; ranks count from 1. */
export interface ArmScore {
  readonly rank: number;
  readonly score: number;
}

/** A memory with its place in the ranking. */
export interface Hit {
  readonly id: string;
  readonly score: number;
  /** Writes its id as 16 bytes, where that is less work than by its text. */
  writeId?(bytes: Buffer, at: number): void;
  readonly lexical: ArmScore | null;
  readonly semantic: ArmScore | null;
  /** Null where no better hit names the same. */
  readonly graph: ArmScore | null;
  /** Equal for memories that say the same. */
  readonly content: string | number;
  readonly speaker: string | null;
  /** When it ceases to hold, in milliseconds since 1970; null: it does not. */
  readonly validTo: number | null;
  /** Ids of the entities that it names; null where only the graph knows. */
  readonly names: readonly string[] | null;
  /** What the score is made of, the largest contribution first. */
  explain(): readonly ScorePart[];
}

/** A hit as it is answered: one of a ranking that was kept is explained by searching once more. */
export interface AnsweredHit extends Omit<Hit, 'content' | 'speaker' | 'validTo' | 'names' | 'explain'> {
  explain(): readonly ScorePart[] | Promise<readonly ScorePart[]>;
}

/** A list of which a part is looked at: what the others are made of is put together only then. */
export interface Sliced<Item> {
  readonly length: number;
  slice(from?: number, to?: number): readonly Item[];
}

/** Hits in their order. */
export type AnsweredHits = Sliced<AnsweredHit>;

export interface Ranking {
  readonly hits: readonly Hit[];
  /** When the first of all that it was made of ceases to hold, by the database's clock, in milliseconds since 1970; null: none does. */
  readonly nextEnds: number | null;
  readonly failedArms: readonly SearchArm[];
}

/** What a cache did for an answer; BYPASS: it was not asked. */
export type CacheOutcome = 'HIT' | 'MISS' | 'BYPASS';

export interface AnsweredRanking {
  readonly hits: AnsweredHits;
  readonly failedArms: readonly SearchArm[];
  readonly cache: CacheOutcome;
  /** What the ranking is kept under, with its question, for those who page through it; null: it is not kept. */
  readonly state: string | null;
  /** When it will be another without a write, in milliseconds since 1970; null: never. */
  readonly until: number | null;
}

/** A ranking that no cache was asked for, nor has. */
export const unkept = ({ hits, failedArms }: Ranking): AnsweredRanking => ({
  hits,
  failedArms,
  cache: 'BYPASS',
  state: null,
  until: null,
});

/** Whose memories a question may find; as of a past instant those that were CURRENT then, too. */
export const statusesOf = ({ filter, asOf }: Pick<SearchRequest, 'filter' | 'asOf'>): readonly MemoryStatus[] =>
  filter.statuses ?? (asOf ? ['CURRENT', 'SUPERSEDED'] : ['CURRENT']);

/** Null: none of them is known. */
export function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Of hits that say the same by the same speaker, the first alone. */
export function withoutRepeats(hits: readonly Hit[]): readonly Hit[] {
  if (!mayRepeat(hits)) return hits;
  const firsts = new Map<Hit['content'], Hit>();
  const others = new Map<Hit['content'], Set<string | null>>();
  return hits.filter((hit) => {
    const { content } = hit;
    const first = firsts.get(content);
    if (!first) {
      firsts.set(content, hit);
      return true;
    }
    const speakers = others.get(content) ?? new Set([first.speaker]);
    others.set(content, speakers);
    const isNew = !speakers.has(hit.speaker);
    speakers.add(hit.speaker);
    return isNew;
  });
}

/** False, as nearly always, where no two hits say the same: where contents are numbers, it is seen by these alone. */
function mayRepeat(hits: readonly Hit[]): boolean {
  const numbers = new Float64Array(hits.length);
  for (let place = 0; place < hits.length; place++) {
    const content = hits[place]?.content;
    if (typeof content !== 'number') return new Set(hits.map((hit) => hit.content)).size < hits.length;
    numbers[place] = content;
  }
  numbers.sort();
  for (let place = 1; place < numbers.length; place++) if (numbers[place] === numbers[place - 1]) return true;
  return false;
}
