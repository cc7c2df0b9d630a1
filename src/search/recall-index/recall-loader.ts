import type { CollectionKey } from '../../collection/collection.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';
import type { ReplacedRow } from './replaced-rows.ts';

export interface LoadedCollection {
  /**
   * Number of the collection's newest event, read before the first row: a row may be newer than it, never older. Later changes
   * are requested again.
   */
  readonly seq: number;
  /** Approximate number of rows. */
  readonly memories: number;
  /** All CURRENT memories, in batches of a few hundred or thousand. */
  readonly rows: AsyncIterable<readonly RecallRow[]>;
  /** The SUPERSEDED memories that were replaced last, at most `mostReplaced`, in the same way. */
  readonly replaced: AsyncIterable<readonly ReplacedRow[]>;
}

/** Data source of the recall index: the database, for one embedding model. */
export interface RecallLoader {
  /** Rejects on failure; ends early when the signal aborts. */
  loadAll(key: CollectionKey, signal: AbortSignal): Promise<LoadedCollection>;
  /**
   * Returns the changes of a collection after an event, read from the primary: a row may be newer than the last event, never
   * older. For very many events it may return only the first ones: call it again for the rest. Null if the log does not reach
   * back that far or does not know the event: then everything has to be loaded again.
   */
  loadChanges(key: CollectionKey, afterSeq: number): Promise<RecallChanges | null>;
  /** Returns the ids of the entities that these memories of an account currently name, by memory id. */
  loadNames(accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
