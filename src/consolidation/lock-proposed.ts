import type { Reach } from '../collection/reach.ts';
import { wholeAccount } from '../collection/reach.ts';
import { type LockedMemory, lockMemories } from '../memory/merge-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { NewProposal, ProposalRole } from './consolidation.ts';

type Proposed = Pick<NewProposal, 'memories'>;

/** Order in which a proposal's memories are locked: along the links that it makes, as all code locks along links. */
const lockOrder: readonly ProposalRole[] = ['GO', 'TIER', 'KEEP', 'EVIDENCE'];

/** Locks the memories of proposals until the transaction ends. Returns them by id, without those that are gone. */
export function lockProposed(
  unit: UnitOfWork,
  reach: Reach,
  proposals: readonly Proposed[],
): Promise<Map<string, LockedMemory>> {
  const all = proposals.flatMap(({ memories }) => memories);
  const ids = lockOrder.flatMap((role) =>
    all.filter((memory) => memory.role === role).map((memory) => memory.memoryId),
  );
  return lockMemories(unit, reach, [...new Set(ids)]);
}

/**
 * Returns the proposals of which no memory was purged since they were made, and their memories, which cannot be purged before the
 * transaction ends.
 */
export async function stillThere(
  unit: UnitOfWork,
  proposals: readonly NewProposal[],
): Promise<{ readonly there: NewProposal[]; readonly locked: Map<string, LockedMemory> }> {
  const locked = await lockProposed(unit, wholeAccount(unit.accountId), proposals);
  const there = proposals.filter(({ memories }) => memories.every(({ memoryId }) => locked.has(memoryId)));
  return { there, locked };
}
