import { changesStatus, subjectsOf } from '../memory/memories-of-events.ts';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { oneByOne } from '../platform/events/consume.ts';
import type { Batch, Consumer, LoggedEvent } from '../platform/events/consumer.ts';
import type { Extractor } from './extraction/extraction.ts';
import { firstAtOnce } from './memory-text.store.ts';
import { changesLanguage, extractionsOf, readNextAnew } from './read-anew.ts';
import { replaceGraph } from './write-graph.ts';

/** Events per batch: what the memories say is written in one transaction, and the embedded database runs only one at a time. */
const smallBatch = 20;

/**
 * Keeps entities and relations in step with the memories, of which only CURRENT ones count. If a collection's language changes,
 * the whole collection is read again before the events that follow.
 */
export function graphConsumer(extractor: Extractor, batch = smallBatch): Consumer {
  const reader = new CollectionReader(extractor);
  return {
    name: 'graph',
    kind: 'collection',
    batch,
    prepare: oneByOne(async (db, { stream, events }) => {
      const left = events.some(changesLanguage) ? await reader.readOn(db, stream) : null;
      if (left) return left;
      const ids = changedIn(events);
      if (ids.length === 0) return null;
      const found = await extractionsOf(db, extractor, stream, ids);
      return (units) => replaceGraph(units.db, stream.accountId, ids, found);
    }, withinText),
  };
}

/** Whether an event changes what a memory contributes. Its content never changes, only whether it counts. */
const tellsOfText = (event: LoggedEvent): boolean => event.type === 'MemoryAdded' || changesStatus(event);

/** Returns the ids of the memories of which events change what they contribute, each once. */
export const changedIn = (events: readonly LoggedEvent[]): string[] => subjectsOf(events, tellsOfText);

/** Leaves out the events from the first memory on that is too much to be read with those before. */
async function withinText(db: Database, batch: Batch): Promise<Batch> {
  const { stream, events } = batch;
  const ids = changedIn(events);
  const first = new Set(await firstAtOnce(db, stream.accountId, ids));
  if (first.size === ids.length) return batch;
  const cut = events.slice(
    0,
    events.findIndex((event) => tellsOfText(event) && !first.has(event.subjectId)),
  );
  return { ...batch, events: cut, end: cut.at(-1)?.seq ?? batch.seq, more: true };
}

/** Reads collections again, one page per call. */
class CollectionReader {
  readonly #extractor: Extractor;
  /** Id of the last memory read, by collection. Lost with the process: the next one starts over. */
  readonly #places = new Map<string, string>();

  constructor(extractor: Extractor) {
    this.#extractor = extractor;
  }

  /** Returns null if nothing is left to read. */
  async readOn(db: Database, stream: StreamRef): Promise<(() => Promise<'again'>) | 'later' | null> {
    const read = await readNextAnew(db, this.#extractor, stream, this.#places.get(stream.streamId) ?? null);
    if (read === 'away') return 'later';
    if (read === 'again') return async () => 'again';
    if (read.last === null) {
      this.#places.delete(stream.streamId);
      return null;
    }
    this.#places.set(stream.streamId, read.last);
    return async () => 'again';
  }
}
