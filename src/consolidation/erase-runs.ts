import type { Database } from '../platform/db/database.ts';
import { deleteRunsOf } from './run-changes.store.ts';

/** Deletes up to `limit` rows of the runs of some collections, proposals first; answers how many went. */
export async function eraseRuns(
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
  limit: number,
): Promise<number> {
  const { rows } = await deleteRunsOf(db, accountId, collectionIds, limit);
  return rows;
}
