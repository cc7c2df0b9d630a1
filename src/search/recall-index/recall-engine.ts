import { metadataBounds, metadataLists } from '../../memory/memory-filter.ts';
import type { Database } from '../../platform/db/database.ts';
import { Snapshot } from '../../platform/db/snapshot.ts';
import type { LoopTurns } from '../../platform/turns/loop-turns.ts';
import { endTurn, goOn } from '../../platform/turns/requester.ts';
import { type Asked, rankedQuestion } from '../asked.ts';
import { hitsOf, hitsOfOneArm } from '../hits.ts';
import type { Ranker } from '../ranking/engine-port.ts';
import { type Hit, isOfCurrent } from '../search.ts';
import type { EngineFound } from '../stand-ins.ts';
import { listIds } from './listed-ids.store.ts';
import { plainEntriesOf } from './plain-entries.ts';
import type { Pool } from './pool.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RecallIndexes } from './recall-indexes.ts';
import { indexesATurn, RecallSearch, SharedBySearches } from './recall-search.ts';
import { Repeats, type RowFilter } from './row-filter.ts';

/** Number of memories that load in about the time of one search by the database. */
export const quicklyLoaded = 2_000;
/**
 * How long a search waits for such a load. When many are loading, each search that the database answers meanwhile delays the loads, for which
 * then more searches run out of patience: a shorter one keeps a slow machine busy with that for minutes.
 */
const patienceMs = 15_000;

/** Filters that only the database can evaluate: tiers, which recalls change silently, and conditions on metadata other than plain entries. */
const onlyListed = ['tiers', ...metadataLists, ...metadataBounds] as const;

interface RecallEngineParts {
  /** Evaluates what the indexes cannot: nested metadata, tiers. */
  readonly db: Database;
  readonly indexes: RecallIndexes;
  readonly ranker: Ranker;
  /** Whether the indexes also hold what memories name, so that the graph need not be asked. Omitted: no. */
  readonly holdsNames?: boolean;
}

/** Answers questions from the memories that are held in the process. */
export class RecallEngine {
  readonly #parts: RecallEngineParts;
  readonly #shared = new SharedBySearches();

  constructor(parts: RecallEngineParts) {
    this.#parts = parts;
  }

  /** See `SharedBySearches`. */
  get loopTurns(): LoopTurns {
    return this.#shared.loopTurns;
  }

  /** Returns null if a collection is not held yet, or if only the database can answer: for the past, or a filter that leaves too long a list. */
  async search(asked: Asked): Promise<EngineFound | null> {
    if (!isOfCurrent(asked)) return null;
    const indexes = await this.#find(asked);
    const filter = indexes && (await this.#filterOf(asked));
    if (!indexes || !filter) return null;
    await this.loopTurns.next();
    const { scope, stems, vector, mode, withoutRepeatsOf = [] } = asked;
    const repeats = withoutRepeatsOf.length === 0 ? null : new Repeats(indexes, withoutRepeatsOf);
    const named = this.#areNamed(asked, indexes);
    const question = { terms: stems, vector, english: scope.english, filter: { ...filter, repeats }, named };
    const search = new RecallSearch(indexes, question, this.#shared);
    const candidates = await search.candidates();
    const standIns = asked.wantsStandIns ? search.standIns() : [];
    if (mode !== 'HYBRID') return { hits: hitsOfOneArm(candidates, mode), standIns };
    // Counting the words of many indexes takes a while.
    if (indexes.length > indexesATurn) await this.loopTurns.next();
    return { hits: candidates.length === 0 ? [] : await this.#rank(asked, search, candidates), standIns };
  }

  /** Whether the collections will be held soon, so that the database answers for a short time only. */
  holdsSoon({ reach: { accountId }, scope: { collections } }: Asked): boolean {
    const wanted = collections.map(({ id }) => ({ accountId, collectionId: id }));
    return isQuicklyLoaded(collections) && this.#parts.indexes.isLoading(wanted);
  }

  /**
   * Returns the indexes; null if they are not held and cannot be loaded about as fast as the database would answer. In a snapshot it waits
   * for no load, which may itself wait for the snapshot's connection.
   */
  async #find(asked: Asked): Promise<RecallIndex[] | null> {
    const { indexes } = this.#parts;
    const { accountId } = asked.reach;
    const wanted = asked.scope.collections.map(({ id, seq }) => ({ accountId, collectionId: id, seq }));
    if (Snapshot.current) return indexes.atHand(wanted);
    const held = await indexes.find(wanted);
    if (held || !this.holdsSoon(asked)) return held;
    // Others wait for the same loads, and what needs none could be done meanwhile.
    endTurn();
    await indexes.untilLoaded(wanted, patienceMs);
    await goOn();
    return await indexes.find(wanted);
  }

  /** Returns the filter as the indexes take it; null if too many memories pass what only the database can evaluate. */
  async #filterOf(asked: Asked): Promise<RowFilter | null> {
    const { filter, scope } = asked;
    const entries = filter.metadata ? plainEntriesOf(filter.metadata) : null;
    const needsList = (filter.metadata != null && entries === null) || onlyListed.some((part) => filter[part] != null);
    const ids = needsList ? await listIds(this.#parts.db, asked) : null;
    return needsList && ids === null ? null : { ...filter, entries, validAt: scope.now, ids };
  }

  /** Whether the indexes know the names of all memories that were read for the graph; if not, starts loading them. */
  #areNamed({ reach: { accountId }, scope: { collections } }: Asked, held: readonly RecallIndex[]): boolean {
    if (!this.#parts.holdsNames) return false;
    if (collections.every(({ namedUpTo }, place) => held[place]?.names.upTo === namedUpTo)) return true;
    const wanted = collections.map(({ id, namedUpTo }) => ({ accountId, collectionId: id, seq: namedUpTo }));
    this.#parts.indexes.nameUpTo(wanted);
    return false;
  }

  async #rank(asked: Asked, search: RecallSearch, candidates: Pool): Promise<Hit[]> {
    const question = rankedQuestion(asked, (stem) => search.stems.numberOf(stem));
    const ranking = this.#parts.ranker.ask(question, search.scope);
    const turns = search.turns(ranking.seeds(candidates));
    const compared = this.loopTurns.waiting > 0 ? await ranking.compareAside(turns) : null;
    return hitsOf(ranking.rank(turns, compared), turns);
  }
}

const isQuicklyLoaded = (collections: readonly { readonly memoryCount: number }[]): boolean =>
  collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0) <= quicklyLoaded;
