import type { CollectionKey } from '../collection/collection.ts';
import { collectionChanged } from '../collection/collection-changed.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { nextCurrentIds } from './memory.store.ts';
import { forgetStatistics, recountBatch } from './statistics.store.ts';

/** Memories per transaction: some milliseconds on the embedded database, for which writers of these memories wait. */
const batch = 100;

/** Drops the statistics of a collection's words. Until the recount is done, words are weighted by the counts so far. */
export const beginRecount = (db: Database, of: CollectionKey): Promise<void> =>
  db.transaction().execute((transaction) => forgetStatistics(transaction, of));

/**
 * Counts the next memories of a collection by id; already counted ones change nothing. `last` is null at the end, of which an event
 * tells caches: they hold rankings by other counts.
 */
export async function recountNext(
  db: Database,
  of: CollectionKey,
  after: string | null,
): Promise<{ readonly counted: number; readonly last: string | null }> {
  const ids = await nextCurrentIds(db, of, after, batch);
  if (ids.length > 0) await db.transaction().execute((transaction) => recountBatch(transaction, of, ids));
  else await tellRecounted(db, of);
  return { counted: ids.length, last: ids.at(-1) ?? null };
}

const tellRecounted = (db: Database, { accountId, collectionId }: CollectionKey): Promise<void> =>
  inUnitOfWork(db, accountId, async (unit) => {
    unit.record({ ...collectionChanged(collectionId, ['statistics']), recall: true });
  });

/**
 * Recounts a whole collection, in case its counts are in doubt; returns the number of memories counted. Until it is done,
 * searches weight words by fewer memories. If interrupted, the counts are right as far as they go; the next run starts over.
 */
export async function recountCollection(db: Database, of: CollectionKey): Promise<number> {
  await beginRecount(db, of);
  let counted = 0;
  for (let after: string | null = null; ; ) {
    const next = await recountNext(db, of, after);
    counted += next.counted;
    if (next.last === null) return counted;
    after = next.last;
  }
}
