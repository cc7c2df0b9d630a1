import { collectionChanged } from '../collection/collection-changed.ts';
import type { Database } from '../platform/db/database.ts';
import type { Batch, LoggedEvent } from '../platform/events/consumer.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { withWordBreaks } from '../platform/words/word-breaks.ts';
import { isOfMemory, subjectsOf } from './memories-of-events.ts';
import { spokenText } from './memory.ts';
import { type MemoryReader, patternsIn } from './memory-reader.ts';
import { type Looked, lockStale, type StaleMemory, writeReread } from './stale-memories.store.ts';
import { countMemories, uncountMemories } from './statistics.store.ts';

/** Memories per transaction: some milliseconds of work on the embedded database, which has one connection. */
const atOnce = 50;

/**
 * Rereads memories whose collection's language or time zone changed after they were written: terms, patterns and statistics, in
 * batches of one transaction each. At the end, it emits another change of settings on the collection's stream, so that indexes
 * and caches discard what they hold.
 */
export class Rereader {
  readonly #reader: Pick<MemoryReader, 'patterns'>;
  /** Position within each collection. Kept in memory: another process starts over at the first memory. */
  readonly #places = new Map<string, StaleMemory>();

  constructor(reader: Pick<MemoryReader, 'patterns'>) {
    this.#reader = reader;
  }

  /** Processes the events of a collection; `again` if there is more to reread. */
  async follow(unit: UnitOfWork, batch: Batch): Promise<'again' | 'done'> {
    const { streamId } = batch.stream;
    const stale = await this.#stale(unit.db, batch);
    const now = stale.slice(0, atOnce);
    const last = now.at(-1);
    if (last) await this.#reread(unit, now, last);
    if (last && stale.length > now.length) {
      this.#places.set(streamId, last);
      return 'again';
    }
    this.#places.delete(streamId);
    if (last) unit.record({ ...collectionChanged(streamId, ['settings']), recall: true });
    return 'done';
  }

  /** After a change of settings, all stale memories; otherwise those just written, perhaps concurrently with a change of settings. */
  async #stale(db: Database, { stream, events }: Batch): Promise<StaleMemory[]> {
    const look = (looked: Looked) => lockStale(db, stream, looked, atOnce + 1);
    if (!events.some(changesSettings)) return await look({ ids: subjectsOf(events, isOfMemory) });
    const after = this.#places.get(stream.streamId) ?? null;
    const stale = await look({ after });
    // If the last reread memory is stale, its transaction was rolled back or the settings have changed again: start over.
    const isTrue = after === null || (await look({ ids: [after.id] })).length === 0;
    return isTrue ? stale : await look({ after: null });
  }

  async #reread(
    { db, accountId }: UnitOfWork,
    memories: readonly StaleMemory[],
    { language, timeZone }: StaleMemory,
  ): Promise<void> {
    const ids = memories.map(({ id }) => id);
    const reread = memories.map((memory) => ({
      id: memory.id,
      words: withWordBreaks(spokenText(memory), language),
      patterns: patternsIn(language, this.#reader.patterns(memory.content)),
    }));
    await uncountMemories(db, accountId, ids);
    await writeReread(db, accountId, { language, timeZone }, reread);
    await countMemories(db, accountId, ids);
  }
}

/** Whether texts may have to be reread after this event. */
export const changesSettings = ({ type, changed }: LoggedEvent): boolean =>
  type === 'CollectionChanged' && changed.includes('settings');
