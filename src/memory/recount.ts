import type { Database } from '../platform/db/database.ts';
import { forgetStatistics, nextCurrentIds, recountBatch } from './statistics.store.ts';

interface Scope {
  readonly accountId: string;
  readonly collectionId: string;
}

/** Memories of one transaction: some milliseconds on the embedded database. */
const batch = 100;

/** Drops what is counted of a collection's words. Until it is counted again, words weigh by what is counted so far. */
export const beginRecount = (db: Database, { accountId, collectionId }: Scope): Promise<void> =>
  db.transaction().execute((transaction) => forgetStatistics(transaction, accountId, collectionId));

/** Counts the next memories of a collection by id; what counts already changes nothing. The last one is null at the end. */
export async function recountNext(
  db: Database,
  of: Scope,
  after: string | null,
): Promise<{ readonly counted: number; readonly last: string | null }> {
  const ids = await nextCurrentIds(db, of, after, batch);
  if (ids.length > 0) {
    await db.transaction().execute((transaction) => recountBatch(transaction, of, ids));
  }
  return { counted: ids.length, last: ids.at(-1) ?? null };
}
