import type { CollectionKey } from '../../collection/collection.ts';
import { isOfMemory, subjectsOf } from '../../memory/memories-of-events.ts';
import type { Database } from '../../platform/db/database.ts';
import { type LoggedEvent, readNews } from '../../platform/events/consumer.ts';
import { onRoute } from '../../platform/read-route.ts';
import type { Naming } from '../graph-arm.ts';
import type { LoadedCollection, RecallLoader } from './recall-loader.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';
import {
  lengthOf,
  readRecallRows,
  readReplacedIds,
  readReplacedRows,
  type StoredRow,
  toRecallRows,
} from './recall-rows.store.ts';
import type { ReplacedRow } from './replaced-rows.ts';

/** Most rows of one read, and most events whose memories are read together: parsing them blocks the event loop for some milliseconds. */
const pageSize = 500;
/** Rows of a collection's first read, which shows how long rows are. */
const firstPage = 100;
/** Replaced memories of one read. */
const replacedAtOnce = 100;
/** Approximate size of one read, in characters: rows of memories of 4,000. */
const textAtOnce = 1_500_000;
/** An index that is further behind is reloaded. */
const mostEvents = 5_000;

/** `background` yields to requests if there is a single connection: a full load takes long, while requests wait for catching up. */
interface Parts {
  readonly requests: Database;
  readonly background: Database;
  /** The embedding model of the vectors. */
  readonly model: string;
  /** Reads the entities that the account's memories name. */
  readonly named: (db: Database, accountId: string, ids: readonly string[]) => Promise<readonly Naming[]>;
}

/** Reads collections for the recall index from the database. */
export class DatabaseRecallLoader implements RecallLoader {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async loadAll(key: CollectionKey, signal: AbortSignal): Promise<LoadedCollection> {
    // Without a stream it was erased since the request: it is empty, and nobody will ask again.
    const { seq = 0, memory_count: memories = 0 } = (await streamOf(this.#parts.background, key)) ?? {};
    return { seq, memories, rows: this.#pages(key, signal), replaced: this.#replaced(key, signal) };
  }

  /** Reads from the primary: a replica may be behind what the index already holds. */
  loadChanges(key: CollectionKey, afterSeq: number): Promise<RecallChanges | null> {
    return onRoute('primary', () => this.#loadChanges(key, afterSeq));
  }

  /** Reads rows after the events, so that no row is older. Events in between are read with the next call, where they change nothing. */
  async #loadChanges(key: CollectionKey, afterSeq: number): Promise<RecallChanges | null> {
    const stream = { accountId: key.accountId, kind: 'collection', streamId: key.collectionId } as const;
    const news = await readNews(this.#parts.requests, stream, afterSeq, pageSize);
    // Numbers have no gaps: if the first is not the next one, the log no longer reaches back that far; if the newest is
    // before the index's, the database was restored.
    if (!news || news.seq < afterSeq || news.seq - afterSeq >= mostEvents) return null;
    const { events } = news;
    if (events[0] && events[0].seq !== afterSeq + 1) return null;
    return await this.#changes(key, afterSeq, events);
  }

  async loadNames(accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const namings = await this.#parts.named(this.#parts.background, accountId, ids);
    const byMemory = Map.groupBy(namings, ({ memoryId }) => memoryId);
    return new Map([...byMemory].map(([id, own]) => [id, own.map(({ entityId }) => entityId)]));
  }

  async #changes(key: CollectionKey, afterSeq: number, events: readonly LoggedEvent[]): Promise<RecallChanges | null> {
    const { requests, model } = this.#parts;
    if (events.some(changesAll)) return null;
    const ids = subjectsOf(events, isOfMemory);
    const upserts = ids.length === 0 ? [] : await toRecallRows(await readRecallRows(requests, key, model, { ids }));
    const current = new Set(upserts.map(({ id }) => id));
    const removals = ids.filter((id) => !current.has(id));
    return {
      afterSeq,
      seq: events.at(-1)?.seq ?? afterSeq,
      upserts,
      removals,
      replaced: removals.length === 0 ? [] : await readReplacedRows(requests, key, model, removals),
      deletedConversations: subjectsOf(events, ({ type }) => type === 'ConversationDeleted'),
    };
  }

  async *#replaced(key: CollectionKey, signal: AbortSignal): AsyncGenerator<readonly ReplacedRow[]> {
    if (signal.aborted) return;
    const { background, model } = this.#parts;
    const ids = await readReplacedIds(background, key);
    for (let first = 0; first < ids.length && !signal.aborted; first += replacedAtOnce)
      yield await readReplacedRows(background, key, model, ids.slice(first, first + replacedAtOnce));
  }

  #pageAfter(key: CollectionKey, last: StoredRow | null, limit: number): Promise<StoredRow[]> {
    const after = last && { createdAt: new Date(last.createdAt), id: last.id };
    return readRecallRows(this.#parts.background, key, this.#parts.model, { after, limit });
  }

  async *#pages(key: CollectionKey, signal: AbortSignal): AsyncGenerator<readonly RecallRow[]> {
    let limit = firstPage;
    let ahead: Promise<StoredRow[]> | null = null;
    while (!signal.aborted) {
      const rows = await (ahead ?? this.#pageAfter(key, null, limit));
      const last = rows.length < limit ? undefined : rows.at(-1);
      if (last) {
        limit = Math.min(pageSize, Math.ceil((rows.length * textAtOnce) / lengthOfAll(rows)));
        // Prefetches the next page while this one is processed.
        ahead = this.#pageAfter(key, last, limit);
        // A consumer that stops early never awaits the page, so its failure must not be unhandled.
        ahead.catch(() => {});
      }
      yield await toRecallRows(rows);
      if (!last) return;
    }
  }
}

const lengthOfAll = (rows: readonly StoredRow[]): number => rows.reduce((sum, row) => sum + lengthOf(row), 0);

/** Whether an event affects all memories: settings change days and stems, a new embedding model all vectors, a graph that was read anew all names. */
const changesAll = ({ type, changed }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && ['settings', 'embeddingModel', 'graph'].some((part) => changed.includes(part));

const streamOf = (db: Database, { accountId, collectionId }: CollectionKey) =>
  db
    .selectFrom('stream')
    .select(['seq', 'memory_count'])
    .where('account_id', '=', accountId)
    .where('kind', '=', 'collection')
    .where('id', '=', collectionId)
    .executeTakeFirst();
