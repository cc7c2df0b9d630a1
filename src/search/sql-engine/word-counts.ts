import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../platform/db/database.ts';
import { prepared } from '../../platform/db/preparing-client.ts';

/** What is counted of some collections: equal numbers are one state of the statistics. */
export interface Counted {
  readonly memories: number;
  readonly termCount: number;
}

export interface CountedScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly counted: Counted;
}

interface Known {
  readonly counted: Counted;
  readonly words: Map<string, number>;
}

/** So many words are kept in all: some 8 MB. */
const mostWords = 100_000;

/** Counts may be late by so small a share of the memories: it changes weights by less than anybody could see. */
const lateShare = 0.001;

/**
 * How many memories have a word, for the words that the turns of a pool have: some two thousand, nearly all of them in one search
 * after the other. What is not known is asked for; a change of the statistics makes all of the scope unknown.
 */
export class WordCounts {
  readonly #scopes = new LRUCache<string, Known>({
    maxSize: mostWords,
    sizeCalculation: ({ words }) => words.size + 1,
  });

  async of(db: Database, scope: CountedScope, words: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const known = this.#knownOf(scope);
    const unknown: string[] = [];
    for (const word of words) if (!known.words.has(word)) unknown.push(word);
    if (unknown.length > 0) {
      const counts = new Map((await readCounts(db, scope, unknown)).map(({ term, memories }) => [term, memories]));
      for (const word of unknown) known.words.set(word, counts.get(word) ?? 0);
      this.#scopes.set(keyOf(scope), known);
    }
    return known.words;
  }

  #knownOf(scope: CountedScope): Known {
    const { counted } = scope;
    const known = this.#scopes.get(keyOf(scope));
    if (known && isLike(known.counted, counted)) return known;
    return { counted, words: new Map() };
  }
}

const keyOf = ({ accountId, collectionIds }: CountedScope): string => JSON.stringify([accountId, ...collectionIds]);

const isLike = (one: Counted, other: Counted): boolean =>
  Math.abs(one.memories - other.memories) <= other.memories * lateShare &&
  Math.abs(one.termCount - other.termCount) <= other.termCount * lateShare;

async function readCounts(
  db: Database,
  { accountId, collectionIds }: CountedScope,
  words: readonly string[],
): Promise<{ readonly term: string; readonly memories: number }[]> {
  const { rows } = await sql<{ term: string; memories: number }>`${prepared}
    select term, sum(memories)::int as memories from term_statistic
    where account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[]) and kind = 'word'
      and term = any(${words}::text[])
    group by term`.execute(db);
  return rows;
}
