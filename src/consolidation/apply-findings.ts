import { wholeAccount } from '../collection/reach.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { applyProposals } from './apply-proposals.ts';
import { countGone } from './consolidation.ts';
import { endActive } from './end-run.ts';
import { findingsActor } from './findings-consumer.ts';
import { lockProposed } from './lock-proposed.ts';
import { lockProposals, proposalIds } from './proposal.store.ts';
import { lockRun } from './run.store.ts';
import { countChanges } from './run-changes.store.ts';

/** Applies the safe proposals of a run that nobody has decided on, one per transaction, and then ends the run. */
export async function applyFindings(
  db: Database,
  { accountId, runId }: { readonly accountId: string; readonly runId: string },
  signal: AbortSignal,
): Promise<'done' | 'again'> {
  for (const id of await proposalIds(db, { accountId, id: runId }, 'PROPOSED', 'safe')) {
    if (signal.aborted) return 'again';
    await withoutCollision(() =>
      inUnitOfWork(db, accountId, async (unit) => {
        const run = await lockRun(unit.db, accountId, runId);
        const [proposal] = run ? await lockProposals(unit.db, run, [id]) : [];
        if (!run || run.status === 'CANCELLED' || proposal?.state !== 'PROPOSED') return;
        const locked = await lockProposed(unit, wholeAccount(accountId), [proposal]);
        const { applied } = await applyProposals(unit, [proposal], findingsActor, locked);
        await countChanges(unit.db, run, countGone(applied));
      }),
    );
  }
  await endActive(db, accountId, runId, 'SUCCEEDED');
  return 'done';
}
