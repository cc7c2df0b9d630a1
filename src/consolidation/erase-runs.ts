import type { EraseDependents } from '../erasure/erase-dependents.ts';
import { eraseStreams } from '../platform/events/erase-streams.ts';
import { deleteProposals, deleteRuns, runIdsOf } from './run-changes.store.ts';

/** Deletes up to `limit` rows of the collections' runs: events first, then proposals, then runs. Returns the number deleted. */
export const eraseRuns: EraseDependents = async (db, accountId, collectionIds, limit) => {
  const ids = await runIdsOf(db, accountId, collectionIds, limit);
  if (ids.length === 0) return 0;
  return (
    (await eraseStreams(db, accountId, { kind: 'consolidation_run', ids }, limit)) ||
    (await deleteProposals(db, accountId, ids, limit)) ||
    (await deleteRuns(db, accountId, ids))
  );
};
