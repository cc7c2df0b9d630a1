import type { CollectionKey } from '../../collection/collection.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';

export interface LoadedCollection {
  /**
   * Number of the collection's newest event, read before the first row: a row may be newer, never older. What happened
   * after it is asked for again.
   */
  readonly seq: number;
  /** About how many rows there will be. */
  readonly memories: number;
  /** All CURRENT memories, a few hundred or thousand at a time. */
  readonly rows: AsyncIterable<readonly RecallRow[]>;
}

/** Where the recall index reads from: the database, for one embedding model. */
export interface RecallLoader {
  /** Throws where it cannot, and ends early when the signal is aborted. */
  loadAll(key: CollectionKey, signal: AbortSignal): Promise<LoadedCollection>;
  /**
   * What happened to a collection after an event, read from where writes go to: a row may be newer than the last event, never
   * older. Of very many events it may be the first ones: it is asked again for the rest. Null where the log cannot tell, since it does not reach back so far or
   * knows no such event yet: then everything is loaded anew.
   */
  loadChanges(key: CollectionKey, afterSeq: number): Promise<RecallChanges | null>;
  /** Ids of the entities that some memories of an account name, by the memory's: as of now. */
  loadNames(accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
