import { hash } from 'node:crypto';
import type { Reach } from '../collection/reach.ts';
import type { OwnedKey } from '../platform/cache/cache.ts';
import type { TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Database } from '../platform/db/database.ts';
import { gatheredReads } from '../platform/db/gathered-reads.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import { keyOfParts } from '../platform/key-of-parts.ts';
import { RequestTimes, timed } from '../platform/request-times.ts';
import type { AskedScope } from './asked.ts';
import { AskedOften, type KeyedQuestion, oftenAsked } from './asked-often.ts';
import type { FindRanking } from './find-ranking.ts';
import type { Finder } from './finder.ts';
import { holdsUntil, type PackedRanking, packRanking, unpackRanking } from './packed-ranking.ts';
import { type AskedCollections, scopeStates } from './scope-state.store.ts';
import { type AnsweredRanking, earliest, type Ranking, type SearchRequest } from './search.ts';

interface CachedFinderParts {
  readonly db: Database;
  readonly finder: Pick<Finder, 'find' | 'scopeOf' | 'spelt'>;
  readonly rankings: TieredCache<PackedRanking>;
  /** Identifies the models by which this process ranks: it must not use rankings by other models. */
  readonly rankedBy: string;
  /** How long the ranking of a frequent question is kept. */
  readonly oftenTtlMs: number;
  /** How long a ranking is kept after each page that is read of it. */
  readonly pagingTtlMs: number;
}

/**
 * Finds rankings in a cache, under a key of everything that they depend on: a cached ranking is what a search would find now. The key
 * takes one short statement, which concurrent questions share.
 */
export class CachedFinder implements FindRanking {
  readonly #parts: CachedFinderParts;
  readonly #often = new AskedOften();
  readonly #states: (asked: AskedCollections) => Promise<string | null>;

  constructor(parts: CachedFinderParts) {
    this.#parts = parts;
    this.#states = gatheredReads((asked) => scopeStates(parts.db, asked));
  }

  find(reach: Reach, request: SearchRequest, state: string | null = null): Promise<AnsweredRanking> {
    return timed('search', () => this.#answer(reach, request, state));
  }

  spelt(reach: Reach, request: SearchRequest): Promise<string> {
    return this.#parts.finder.spelt(reach, request);
  }

  async #answer(reach: Reach, request: SearchRequest, earlier: string | null): Promise<AnsweredRanking> {
    if (changesByItself(request)) {
      const { hits, failedArms } = await this.#parts.finder.find(reach, request);
      return { hits, failedArms, ...bypassed };
    }
    const question = { key: questionKey(reach, request), reach, request };
    const { rankings, pagingTtlMs } = this.#parts;
    const kept = earlier === null ? null : await rankings.find(this.#keyOf(question, earlier), pagingTtlMs);
    if (kept) return this.#known(kept, question, earlier);
    const times = this.#often.note(question);
    if (times > 1) return await this.#find(question, times, await this.#stateOf(question));
    // Most likely a cache miss: the search reads the collections anyway, and their state with them.
    const scope = await this.#parts.finder.scopeOf({ reach, request });
    return await this.#find(question, times, scope.state, scope);
  }

  /** Searches for the account's most asked questions whose rankings are not cached any more, one after the other, and awaits `rest` in between. */
  async warm(accountId: string, count: number, rest: (tookMs: number) => Promise<void>): Promise<void> {
    for (const question of this.#often.most(accountId, count)) {
      const began = performance.now();
      const { cache } = await this.#find(question, oftenAsked, await this.#stateOf(question));
      if (cache === 'MISS') await rest(performance.now() - began);
    }
  }

  async #find(
    question: KeyedQuestion,
    times: number,
    state: string | null,
    scope?: AskedScope,
  ): Promise<AnsweredRanking> {
    const { rankings, finder, oftenTtlMs } = this.#parts;
    const { reach, request } = question;
    if (state === null) return { hits: [], failedArms: [], ...bypassed };
    const read = Date.now();
    const key = this.#keyOf(question, state);
    let fresh: Ranking | null = null;
    try {
      // A snapshot holds a connection, for which a shared fetch by others may be waiting: so it fetches alone.
      const { value, hit } = await rankings[Snapshot.current ? 'fetchAlone' : 'fetch'](key, async () => {
        const known = scope ?? (await finder.scopeOf({ reach, request }));
        fresh = await finder.find(reach, request, known);
        if (fresh.failedArms.length > 0) throw new IncompleteRankingError(fresh);
        return packRanking(fresh.hits, untilNextChange(request, fresh, known, read));
      });
      if (times === oftenAsked || (times > oftenAsked && !hit)) rankings.keep(key, value, oftenTtlMs);
      if (hit) return this.#known(value, question, state);
      return {
        ...(fresh ?? this.#unpack(value, question)),
        failedArms: [],
        cache: 'MISS',
        state,
        until: holdsUntil(value),
      };
    } catch (error) {
      if (error instanceof IncompleteRankingError) return { ...error.ranking, cache: 'MISS', state: null, until: null };
      throw error;
    }
  }

  /** The key of everything that a ranking depends on: the question with its reach, the state of the memories, and the models. */
  #keyOf({ key, reach }: KeyedQuestion, state: string): OwnedKey {
    return { accountId: reach.accountId, key: hash('sha256', `${key} ${state} ${this.#parts.rankedBy}`, 'base64url') };
  }

  #known(ranking: PackedRanking, question: KeyedQuestion, state: string | null): AnsweredRanking {
    RequestTimes.current?.note('search', 'cache');
    return { ...this.#unpack(ranking, question), failedArms: [], cache: 'HIT', state, until: holdsUntil(ranking) };
  }

  #stateOf({ reach, request: { collectionIds } }: KeyedQuestion): Promise<string | null> {
    return this.#states({ reach, collectionIds });
  }

  /** Parts of scores are not cached: an explanation searches again, once for all hits. */
  #unpack(packed: PackedRanking, { reach, request }: KeyedQuestion): Pick<AnsweredRanking, 'hits'> {
    let again: Promise<Ranking> | null = null;
    const explain = async (id: string) => {
      again ??= this.#parts.finder.find(reach, request);
      return (await again).hits.find((hit) => hit.id === id)?.explain() ?? [];
    };
    return { hits: unpackRanking(packed, explain) };
  }
}

/** What is said of a ranking for which the cache was not asked. */
const bypassed = { cache: 'BYPASS', state: null, until: null } as const;

/** Keeps a ranking with failed arms out of the cache: the next one may be complete. */
class IncompleteRankingError extends Error {
  readonly ranking: Ranking;

  constructor(ranking: Ranking) {
    super('An arm failed');
    this.ranking = ranking;
  }
}

/**
 * Returns when the ranking may first change without a commit: when a memory becomes valid, one of the ranking ceases to be valid, or "yesterday"
 * means another day. By this process's clock, which may differ from the database's; `read` is when the database's `now` was read. Null if none of
 * these will happen or matters.
 */
function untilNextChange(
  { asOf }: SearchRequest,
  { nextEnds }: Pick<Ranking, 'nextEnds'>,
  { nextBegins, todayEnds, now }: AskedScope,
  read: number,
): number | null {
  const change = earliest([nextBegins, nextEnds, todayEnds]);
  return asOf !== null || change === null ? null : read + change - now;
}

/** Whether the ranking changes without a new revision: tiers change with time and recalls, and a future instant arrives. */
const changesByItself = ({ filter, asOf }: SearchRequest): boolean =>
  (filter.tiers?.length ?? 0) > 0 || (asOf !== null && asOf.getTime() > Date.now());

/** Equal for equal questions, whatever the order of collections and filter values. */
function questionKey(
  { accountId, within }: Reach,
  { query, askedPart, collectionIds, mode, filter, asOf }: SearchRequest,
): string {
  const filters = Object.entries(filter)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.map(asText).toSorted() : value])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  const [reach, collections] = [within?.toSorted(), collectionIds?.toSorted()];
  return keyOfParts(accountId, reach, collections, query, askedPart, mode, filters, asOf);
}

/** Sort key that also works for objects: those that GraphQL reads from a document have no `toString`, or one that is metadata. */
const asText = (value: unknown): string => JSON.stringify(value);
