import type { MemoryStatus } from '../memory/memory.ts';
import type { MemoryFilter } from '../memory/memory-filter.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { Fit, ScorePart } from './ranking/engine-port.ts';

/** Longest question, in characters. */
export const maxQueryLength = 2_000;

export type SearchMode = 'HYBRID' | 'SEMANTIC' | 'LEXICAL';
export type SearchArm = 'LEXICAL' | 'SEMANTIC' | 'GRAPH';

/** One question to the memories of certain collections. */
export interface SearchRequest {
  readonly query: string;
  /** The questions in a query of mostly statements (see `askedPart`): their results and those of the whole query take turns. HYBRID only. */
  readonly askedPart?: string | null;
  readonly collectionIds: readonly string[] | null;
  readonly mode: SearchMode;
  readonly filter: MemoryFilter;
  /** Answers as of this instant; null: now. */
  readonly asOf: Date | null;
}

/** Rank (from 1) and score of a memory in an arm that found it. */
export interface ArmScore {
  readonly rank: number;
  readonly score: number;
}

/** A memory with its place in the ranking. */
export interface Hit {
  readonly id: string;
  readonly score: number;
  /** Writes its id as 16 bytes; present if that is cheaper than by its text. */
  writeId?(bytes: Buffer, at: number): void;
  readonly lexical: ArmScore | null;
  readonly semantic: ArmScore | null;
  /** Null if no better hit names the same entity. */
  readonly graph: ArmScore | null;
  /** Its scores in the arms, also in one that did not find it; 0 of a memory that none found. */
  readonly fit: Fit;
  /** Equal for memories of equal content. */
  readonly content: string | number;
  readonly speaker: string | null;
  /** When it ceases to be valid, in milliseconds since 1970; null: never. */
  readonly validTo: number | null;
  /** Ids of the entities that it names; null if only the graph knows. */
  readonly names: readonly string[] | null;
  /** Returns the parts of the score, the largest contribution first. */
  explain(): readonly ScorePart[];
}

/** A hit as it is returned: to explain one of a cached ranking takes another search. */
export interface AnsweredHit extends Omit<Hit, 'fit' | 'content' | 'speaker' | 'validTo' | 'names' | 'explain'> {
  explain(): readonly ScorePart[] | Promise<readonly ScorePart[]>;
}

/** A list of which only a part is read: its items are made on demand. */
export interface Sliced<Item> {
  readonly length: number;
  slice(from?: number, to?: number): readonly Item[];
}

/** Hits in order. */
export type AnsweredHits = Sliced<AnsweredHit>;

export interface Ranking {
  readonly hits: readonly Hit[];
  /** When the first of all found memories ceases to be valid, by the database's clock, in milliseconds since 1970; null: none does. */
  readonly nextEnds: number | null;
  readonly failedArms: readonly SearchArm[];
}

/** Whether a cache had the answer; BYPASS: it was not asked. */
type CacheOutcome = 'HIT' | 'MISS' | 'BYPASS';

export interface AnsweredRanking {
  readonly hits: AnsweredHits;
  readonly failedArms: readonly SearchArm[];
  readonly cache: CacheOutcome;
  /** State under which the ranking is cached, with its question, for further pages; null: it is not cached. */
  readonly state: string | null;
  /** When it changes without a write, in milliseconds since 1970; null: never. */
  readonly until: number | null;
}

/** Statuses of the memories that a question may find; with `asOf` also SUPERSEDED ones, which may have been CURRENT then. */
export const statusesOf = ({ filter, asOf }: Pick<SearchRequest, 'filter' | 'asOf'>): readonly MemoryStatus[] =>
  filter.statuses ?? (asOf ? ['CURRENT', 'SUPERSEDED'] : ['CURRENT']);

/** Whether a question may find CURRENT memories alone: statistics and the recall index have no others. */
export const isOfCurrent = (asked: Pick<SearchRequest, 'filter' | 'asOf'>): boolean => {
  const [first, ...others] = statusesOf(asked);
  return !asked.asOf && first === 'CURRENT' && others.length === 0;
};

/** Returns the earliest time that is not null; null if there is none. */
export function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Keeps only the first of hits with the same content and speaker. */
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
    const speakers = getOrInsert(others, content, () => new Set([first.speaker]));
    const isNew = !speakers.has(hit.speaker);
    speakers.add(hit.speaker);
    return isNew;
  });
}

/** Whether any two hits have the same content: nearly never. Sorts the contents if they are numbers, which is fast. */
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
