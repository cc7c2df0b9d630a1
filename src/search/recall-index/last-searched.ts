import type { Logger } from 'pino';
import type { CollectionKey } from '../../collection/collection.ts';
import { largestCollection } from '../../collection/largest-collection.store.ts';
import type { Database } from '../../platform/db/database.ts';
import { logFailure } from '../../platform/log-failure.ts';
import { Repeated } from '../../platform/repeated.ts';
import { mostCollections, type RecallIndexes } from './recall-indexes.ts';
import { lastSearched, noteSearched } from './searched-collections.store.ts';

/** Longest time in milliseconds for which a start waits for indexes: 160,000 to 350,000 memories. The rest is loaded by its first search. */
const mostLoadMs = 8_000;
/** Largest collection that is loaded although nothing tells that it is in use: it takes two to five seconds. */
const mostUnused = 100_000;
/** Interval in milliseconds of noting what was searched. */
const noteMs = 60_000;

interface LastSearchedParts {
  readonly db: Database;
  readonly indexes: RecallIndexes;
  readonly log: Logger;
}

/**
 * Begins with the indexes that were in use when processes on this database were last searched. Without them the first searches of each
 * collection are answered by the database while they load, ten times as slowly, for a quarter of a minute with a hundred of them.
 */
export class LastSearched implements AsyncDisposable {
  readonly #parts: LastSearchedParts;
  readonly #noting = new Repeated(noteMs, () => this.note());

  constructor(parts: LastSearchedParts) {
    this.#parts = parts;
  }

  /**
   * Loads the collections that were searched last, as many as the time and the budget allow; if none was, as after a restore, the largest one.
   * Returns those that are held then. A failure is logged: they are loaded when they are searched.
   */
  async load(): Promise<readonly CollectionKey[]> {
    const { db, indexes, log } = this.#parts;
    try {
      const searched = await lastSearched(db, mostCollections);
      const largest = searched.length === 0 ? await largestCollection(db, mostUnused) : null;
      const held = await indexes.hold(largest ? [largest] : searched, mostLoadMs);
      const { collections, memories } = indexes.statistics;
      if (held.length > 0) log.info({ collections, memories }, 'collections that were searched last are loaded');
      return held;
    } catch (error) {
      logFailure(log, { err: error }, 'the collections that were searched last could not be loaded');
      return [];
    }
  }

  /** Notes from now on what is searched, once a minute. What was used before, as by a rehearsal, does not count. */
  start(): void {
    this.#parts.indexes.takeUsed();
    this.#noting.start();
  }

  /** Notes the collections that were searched since the last time. */
  async note(): Promise<void> {
    const { db, indexes, log } = this.#parts;
    const used = indexes.takeUsed();
    if (used.length === 0) return;
    await noteSearched(db, used).catch((error: unknown) =>
      logFailure(log, { err: error }, 'it could not be noted which collections are in use'),
    );
  }

  /** What was searched since the last note is not noted: a database that hangs would delay the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#noting[Symbol.asyncDispose]();
  }
}
