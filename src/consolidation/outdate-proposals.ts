import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, type Proposal, type ProposalRole } from './consolidation.ts';
import { outdateElsewhere, outdateProposalsOf, outdateProposalsOfHidden } from './outdate-proposals.store.ts';
import { tellDecided } from './tell-run.ts';

/** What is done can no longer be done by the proposals of other runs, which would be counted and shown for ever. */
export async function outdateOthers(unit: UnitOfWork, applied: readonly Proposal[]): Promise<void> {
  const [first] = applied;
  if (!first) return;
  const changed = (role: ProposalRole) => applied.flatMap(({ memories }) => idsInRole(memories, role));
  tell(unit, await outdateElsewhere(unit.db, first, { gone: changed('GO'), tiered: changed('TIER') }));
}

/** Nor can what is proposed for memories that went by hand, by time or with their conversation. */
export async function outdateAbout(unit: UnitOfWork, memoryIds: readonly string[]): Promise<void> {
  tell(unit, await outdateProposalsOf(unit.db, unit.accountId, memoryIds));
}

/** The same for all memories of the conversations that this transaction has hidden. */
export async function outdateAboutHidden(unit: UnitOfWork): Promise<void> {
  tell(unit, await outdateProposalsOfHidden(unit.db, unit.accountId));
}

function tell(unit: UnitOfWork, runs: Awaited<ReturnType<typeof outdateProposalsOf>>): void {
  for (const run of runs) tellDecided(unit, run);
}
