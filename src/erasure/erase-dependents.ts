import type { Database } from '../platform/db/database.ts';

/**
 * Deletes up to `limit` rows of a later feature that belong to these collections or conversations; returns how many. Called until
 * none is left, before the parents are deleted.
 */
export type EraseDependents = (
  db: Database,
  accountId: string,
  parentIds: readonly string[],
  limit: number,
) => Promise<number>;
