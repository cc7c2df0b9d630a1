import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../platform/db/database.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { keyOfParts } from '../../platform/key-of-parts.ts';
import type { Numbers } from '../numbers.ts';
import { type CollectionScope, isInScope } from './conditions.store.ts';

interface CountedScope extends CollectionScope {
  /** Identifies the state of their statistics. */
  readonly counted: string;
}

interface Known {
  readonly counted: string;
  readonly numbers: Numbers<string>;
  readonly words: Map<number, number>;
}

/** Most words that are cached in all: some 8 MB. */
const mostWords = 100_000;
/** Size of a scope itself, in words. */
const scopeWords = 8;

/**
 * Caches the number of memories with a word, for the words of a pool: some two thousand, nearly the same in one search after the
 * other. Reads unknown ones from the database; a change of the statistics discards all counts of the scope.
 */
export class WordCounts {
  readonly #scopes: LRUCache<string, Known>;

  constructor(most = mostWords) {
    this.#scopes = new LRUCache({ maxSize: most, sizeCalculation: ({ words }) => words.size + scopeWords });
  }

  /** Returns counts by word. Words are given by their `numbers`, repeats allowed. */
  async of(
    db: Database,
    scope: CountedScope,
    words: Iterable<number>,
    numbers: Numbers<string>,
  ): Promise<ReadonlyMap<number, number>> {
    const key = keyOf(scope);
    const known = this.#knownOf(key, scope, numbers);
    const unknown = new Set<number>();
    for (const word of words) if (!known.words.has(word)) unknown.add(word);
    if (unknown.size > 0) {
      const stemOf = (word: number): string => numbers.key(word) ?? '';
      const found = await readCounts(db, scope, Array.from(unknown, stemOf));
      const counts = new Map(found.map(({ term, memories }) => [term, memories]));
      for (const word of unknown) known.words.set(word, counts.get(stemOf(word)) ?? 0);
      // A new object, because setting the same one again would keep its old size.
      this.#scopes.set(key, { ...known });
    }
    return known.words;
  }

  #knownOf(key: string, { counted }: CountedScope, numbers: Numbers<string>): Known {
    const known = this.#scopes.get(key);
    if (known?.counted === counted && known.numbers === numbers) return known;
    return { counted, numbers, words: new Map() };
  }
}

/** A hash, because a scope may have thousands of collections. */
const keyOf = ({ accountId, collectionIds }: CountedScope): string => keyOfParts(accountId, collectionIds);

export async function readCounts(
  db: Database,
  scope: CollectionScope,
  words: readonly string[],
): Promise<{ readonly term: string; readonly memories: number }[]> {
  const { rows } = await sql<{ term: string; memories: number }>`${prepared}
    select term, sum(memories)::int as memories from term_statistic
    where ${isInScope(scope)} and kind = 'word'
      and term = any(${words}::text[])
    group by term`.execute(db);
  return rows;
}
