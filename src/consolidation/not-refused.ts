import type { Database } from '../platform/db/database.ts';
import type { NewProposal, RunKey } from './consolidation.ts';
import { pairKey, refusedPairs, refusedSince } from './scope.store.ts';

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

/** Leaves out proposals about two memories each that were refused before, or just now: a language model is asked about them for minutes. */
export async function pairsNotRefused(
  db: Database,
  accountId: string,
  proposals: readonly NewProposal[],
): Promise<NewProposal[]> {
  const pairOf = ({ memories }: NewProposal) => memories.map(({ memoryId }) => memoryId);
  const refused = await refusedPairs(db, accountId, proposals.flatMap(pairOf));
  return proposals.filter((proposal) => {
    const [one = '', other = ''] = pairOf(proposal);
    return !refused.has(pairKey(one, other));
  });
}
