import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { forgetStatistics, nextCurrentIds, recountBatch } from './statistics.store.ts';

/** Memories of one transaction: some milliseconds on the embedded database, and as long their writers wait. */
const batch = 100;

/** Drops what is counted of a collection's words. Until it is counted again, words weigh by what is counted so far. */
export const beginRecount = (db: Database, of: CollectionKey): Promise<void> =>
  db.transaction().execute((transaction) => forgetStatistics(transaction, of));

/** Counts the next memories of a collection by id; what counts already changes nothing. The last one is null at the end. */
export async function recountNext(
  db: Database,
  of: CollectionKey,
  after: string | null,
): Promise<{ readonly counted: number; readonly last: string | null }> {
  const ids = await nextCurrentIds(db, of, after, batch);
  if (ids.length > 0) {
    await db.transaction().execute((transaction) => recountBatch(transaction, of, ids));
  }
  return { counted: ids.length, last: ids.at(-1) ?? null };
}

/**
 * Counts all of a collection anew, for when somebody doubts the counts. Searches weigh words by fewer memories until it is done; what
 * breaks it off leaves counts that are right as far as they go, and the next run begins again. Answers how many were counted.
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
