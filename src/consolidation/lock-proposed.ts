import { type Reach, wholeAccount } from '../collection/reach.ts';
import { type LockedMemory, lockMemories } from '../memory/lock-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, type NewProposal, type ProposalRole } from './consolidation.ts';

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
  const ids = lockOrder.flatMap((role) => idsInRole(all, role));
  return lockMemories(unit.db, reach, [...new Set(ids)]);
}

/**
 * Returns the proposals whose memories are all still CURRENT, and these memories, which stay so until the transaction ends. Who ends one
 * later finds the proposals stored.
 */
export async function stillThere(
  unit: UnitOfWork,
  proposals: readonly NewProposal[],
): Promise<{ readonly there: NewProposal[]; readonly locked: Map<string, LockedMemory> }> {
  const locked = await lockProposed(unit, wholeAccount(unit.accountId), proposals);
  const isCurrent = (id: string) => locked.get(id)?.memory.status === 'CURRENT';
  const there = proposals.filter(({ memories }) => memories.every(({ memoryId }) => isCurrent(memoryId)));
  return { there, locked };
}
