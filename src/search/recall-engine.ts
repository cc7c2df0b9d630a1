import { metadataBounds, metadataLists } from '../memory/memory-filter.ts';
import type { Database } from '../platform/db/database.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import type { LoopTurns } from '../platform/loop-turns.ts';
import type { Asked } from './asked-scope.store.ts';
import { hitsOf, hitsOfOneArm } from './hits.ts';
import { listIds } from './listed-ids.store.ts';
import { plainEntriesOf } from './plain-entries.ts';
import type { Ranker } from './ranking/turn.ts';
import type { Pool } from './recall-index/pool.ts';
import type { RecallIndex } from './recall-index/recall-index.ts';
import type { RecallIndexes, WantedCollection } from './recall-index/recall-indexes.ts';
import { indexesATurn, RecallSearch, SharedBySearches } from './recall-index/recall-search.ts';
import { Alone } from './recall-index/row-filter.ts';
import type { Hit } from './search.ts';

/** So many memories are loaded in about the time in which the database answers one search. */
const quicklyLoaded = 2_000;
/** So long one waits for that: where many load, the database would be no quicker. */
const patienceMs = 3_000;

/** What the database alone knows: tiers, which recalls change silently, and more of metadata than that it has a plain entry. */
const onlyListed = ['tiers', ...metadataLists, ...metadataBounds] as const;

interface RecallEngineParts {
  /** Knows what the indexes do not: nested metadata, tiers. */
  readonly db: Database;
  readonly indexes: RecallIndexes;
  readonly ranker: Ranker;
  /** What memories name is known here, too, where it has been read: the graph need not be asked. Omitted: it is not. */
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
  get turns(): LoopTurns {
    return this.#shared.turns;
  }

  /** Null where a collection is not held yet, or the question needs what only the database knows: the past, too long a list of what a filter leaves. */
  async search(asked: Asked): Promise<Hit[] | null> {
    if (asked.asOf || asked.filter.statuses) return null;
    const { accountId } = asked.reach;
    const wanted = asked.scope.collections.map(({ id, seq }) => ({ accountId, collectionId: id, seq }));
    const indexes = await this.#find(asked, wanted);
    if (!indexes) return null;
    const { metadata } = asked.filter;
    const entries = metadata ? plainEntriesOf(metadata) : null;
    const needsList = (metadata != null && entries === null) || onlyListed.some((part) => asked.filter[part] != null);
    const ids = needsList ? await listIds(this.#parts.db, asked) : null;
    if (ids === null && needsList) return null;
    await this.turns.next();
    const { scope, stems, vector, mode } = asked;
    const alone = asked.alone?.length ? new Alone(indexes, asked.alone) : null;
    const filter = { ...asked.filter, entries, validAt: scope.now, ids, alone };
    const named = this.#areNamed(asked, indexes);
    const question = { terms: stems, vector, english: scope.english, filter, named };
    const search = new RecallSearch(indexes, question, this.#shared);
    const candidates = await search.candidates();
    if (mode !== 'HYBRID') return hitsOfOneArm(candidates, mode);
    // Words of many indexes take a while to count.
    if (indexes.length > indexesATurn) await this.turns.next();
    return candidates.length === 0 ? [] : this.#rank(asked, search, candidates);
  }

  /** Whether what is asked will be held soon: the database answers it once, or not for long. */
  holdsSoon({ reach: { accountId }, scope: { collections } }: Asked): boolean {
    const wanted = collections.map(({ id }) => ({ accountId, collectionId: id }));
    return isQuicklyLoaded(collections) && this.#parts.indexes.isLoading(wanted);
  }

  /**
   * Null where they are not held, and a load that takes no longer than the database would is not done in time. In a snapshot none
   * is waited for: it may wait for the snapshot's connection.
   */
  async #find({ scope }: Asked, wanted: readonly WantedCollection[]): Promise<RecallIndex[] | null> {
    const { indexes } = this.#parts;
    if (Snapshot.current) return indexes.atHand(wanted);
    const held = await indexes.find(wanted);
    if (held || !isQuicklyLoaded(scope.collections)) return held;
    return (await indexes.untilLoaded(wanted, patienceMs)) ? await indexes.find(wanted) : null;
  }

  /** Where it is not known yet what memories name, as far as they were read, it will be soon. */
  #areNamed({ reach: { accountId }, scope: { collections } }: Asked, held: readonly RecallIndex[]): boolean {
    if (!this.#parts.holdsNames) return false;
    if (collections.every(({ namedUpTo }, place) => held[place]?.names.upTo === namedUpTo)) return true;
    const wanted = collections.map(({ id, namedUpTo }) => ({ accountId, collectionId: id, seq: namedUpTo }));
    this.#parts.indexes.nameUpTo(wanted);
    return false;
  }

  async #rank({ query, scope, pieces, model }: Asked, search: RecallSearch, candidates: Pool): Promise<Hit[]> {
    const readings = scope.readings.map((words) =>
      words.map(({ text, stem }) => ({ text, stem: search.stemNumber(stem) })),
    );
    const question = { text: query, readings, pieces, model, today: scope.today };
    const ranking = this.#parts.ranker.ask(question, search.scope);
    const turns = search.turns(ranking.seeds(candidates));
    const compared = this.turns.waiting > 0 ? await ranking.compareAside(turns) : null;
    return hitsOf(ranking.rank(turns, compared), turns);
  }
}

const isQuicklyLoaded = (collections: readonly { readonly memoryCount: number }[]): boolean =>
  collections.reduce((sum, { memoryCount }) => sum + memoryCount, 0) <= quicklyLoaded;
