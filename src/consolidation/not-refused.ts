import type { Database } from '../platform/db/database.ts';
import type { NewProposal, RunKey } from './consolidation.ts';
import { refusedSince } from './scope.store.ts';

/**
 * Leaves out proposals that bring together what somebody has refused to bring together since the run began. A large collection is compared
 * for minutes before the first merge.
 */
export async function notRefused(
  db: Database,
  run: RunKey,
  proposals: readonly NewProposal[],
): Promise<readonly NewProposal[]> {
  if (proposals.length === 0) return proposals;
  const ids = proposals.flatMap(({ memories }) => memories.map(({ memoryId }) => memoryId));
  const refused = await refusedSince(db, run, [...new Set(ids)]);
  if (refused.length === 0) return proposals;
  return proposals.filter(({ memories }) => {
    const own = new Set(memories.map(({ memoryId }) => memoryId));
    return !refused.some((together) => together.filter((id) => own.has(id)).length > 1);
  });
}
