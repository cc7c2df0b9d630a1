import type { CollectionKey } from '../../src/collection/collection.ts';
import type { LoadedCollection, RecallLoader } from '../../src/search/recall-index/recall-loader.ts';
import type { RecallChanges, RecallRow } from '../../src/search/recall-index/recall-row.ts';

interface LoggedCollection {
  readonly memories: Map<string, RecallRow>;
  /** Memory id of each event, from event 1 on. */
  readonly events: string[];
}

/** Collections with an event log, in memory, and hooks to delay or break their readers. */
export class LoggedCollections implements RecallLoader {
  readonly #collections = new Map<string, LoggedCollection>();
  /** Reads so far: `all` or `changes`, and of which collection. */
  readonly reads: string[] = [];
  /** Awaited before each read, and before each batch of rows. */
  beforeRead: () => Promise<void> = async () => {};
  beforeBatch: () => Promise<void> = async () => {};
  /** Events up to this one have expired from the log. */
  expiredUpTo = 0;
  /** Most events per read of changes. */
  mostEvents = Number.POSITIVE_INFINITY;
  batchRows = 100;
  /** Entities named by memories, by memory id. */
  readonly names = new Map<string, readonly string[]>();

  seq(collectionId: string): number {
    return this.#collection(collectionId).events.length;
  }

  memories(collectionId: string): ReadonlyMap<string, RecallRow> {
    return this.#collection(collectionId).memories;
  }

  put(collectionId: string, ...rows: readonly RecallRow[]): void {
    const { memories, events } = this.#collection(collectionId);
    for (const row of rows) {
      memories.set(row.id, row);
      events.push(row.id);
    }
  }

  remove(collectionId: string, id: string): void {
    const { memories, events } = this.#collection(collectionId);
    memories.delete(id);
    events.push(id);
  }

  /** As if the database had been restored to an older state. */
  rewind(collectionId: string, seq: number): void {
    const { memories, events } = this.#collection(collectionId);
    for (const id of events.splice(seq)) memories.delete(id);
  }

  async loadAll({ collectionId }: CollectionKey, signal: AbortSignal): Promise<LoadedCollection> {
    this.reads.push(`all ${collectionId}`);
    await this.beforeRead();
    const { events, memories } = this.#collection(collectionId);
    return {
      seq: events.length,
      memories: memories.size,
      rows: this.#batches(memories, signal),
      replaced: noneReplaced(),
    };
  }

  async loadChanges({ collectionId }: CollectionKey, afterSeq: number): Promise<RecallChanges | null> {
    this.reads.push(`changes ${collectionId}`);
    const { memories, events } = this.#collection(collectionId);
    const seq = Math.min(events.length, afterSeq + this.mostEvents);
    const touched = [...new Set(events.slice(afterSeq, seq))];
    const upserts = touched.flatMap((id) => memories.get(id) ?? []);
    const removals = touched.filter((id) => !memories.has(id));
    await this.beforeRead();
    if (afterSeq < this.expiredUpTo || afterSeq > events.length) return null;
    return { afterSeq, seq, upserts, removals, replaced: [], deletedConversations: [] };
  }

  async loadNames(_account: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    this.reads.push(`names of ${ids.length}`);
    await this.beforeRead();
    return new Map(ids.map((id) => [id, this.names.get(id) ?? []]));
  }

  async *#batches(memories: Map<string, RecallRow>, signal: AbortSignal): AsyncGenerator<RecallRow[]> {
    const ids = [...memories.keys()];
    for (let first = 0; first < ids.length; first += this.batchRows) {
      await this.beforeBatch();
      signal.throwIfAborted();
      yield ids.slice(first, first + this.batchRows).flatMap((id) => memories.get(id) ?? []);
    }
  }

  #collection(collectionId: string): LoggedCollection {
    const known = this.#collections.get(collectionId);
    if (known) return known;
    const collection = { memories: new Map<string, RecallRow>(), events: [] };
    this.#collections.set(collectionId, collection);
    return collection;
  }
}

async function* noneReplaced() {}
