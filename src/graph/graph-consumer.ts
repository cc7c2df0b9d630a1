import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { oneByOne, type Prepared, type PreparingConsumer } from '../platform/events/preparing-consumer.ts';
import type { Extractor } from './extraction/extraction.ts';
import { changesLanguage, extractionsOf, readNextAnew } from './read-anew.ts';
import { replaceGraph } from './write-graph.ts';

/** Memories that are read at a time: what they say is written in one transaction, and the embedded database has only one. */
const smallBatch = 20;

/**
 * Keeps entities and relations in step with the memories: what is CURRENT says something, anything else nothing. Where a collection's language
 * changes, all of it is read anew before what comes next.
 */
export function graphConsumer(extractor: Extractor, batch = smallBatch): PreparingConsumer {
  const reader = new CollectionReader(extractor);
  return {
    name: 'graph',
    kind: 'collection',
    batch,
    prepare: oneByOne(async (db, { stream, events }) => {
      const left = events.some(changesLanguage) ? await reader.readOn(db, stream) : null;
      if (left) return left;
      const ids = [...new Set(events.filter(tellsOfText).map(({ subjectId }) => subjectId))];
      if (ids.length === 0) return null;
      const found = await extractionsOf(db, extractor, stream, ids);
      return (transaction) => replaceGraph(transaction, stream.accountId, ids, found);
    }),
  };
}

/** A memory's content never changes; only whether it counts does. */
export const tellsOfText = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || type === 'MemoryForgotten' || (type === 'MemoryChanged' && changed.includes('status'));

/** Reads collections anew, a page each time that they are given. */
class CollectionReader {
  readonly #extractor: Extractor;
  /** Where reading a collection anew has come to. Lost with the process; the next begins at the first memory. */
  readonly #places = new Map<string, string>();

  constructor(extractor: Extractor) {
    this.#extractor = extractor;
  }

  /** Null: there is no more of it. */
  async readOn(db: Database, stream: StreamRef): Promise<Prepared | null> {
    const read = await readNextAnew(db, this.#extractor, stream, this.#places.get(stream.streamId) ?? null);
    if (read === 'again') return this.#extractor.isAway ? 'later' : async () => 'again';
    if (read.last === null) {
      this.#places.delete(stream.streamId);
      return null;
    }
    this.#places.set(stream.streamId, read.last);
    return async () => 'again';
  }
}
