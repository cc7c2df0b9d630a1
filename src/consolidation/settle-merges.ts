import { wholeAccount } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { lockMemories } from '../memory/lock-memories.ts';
import { reinstate } from '../memory/restore-memory.ts';
import { takeBackFromWithdrawnOfHidden } from '../memory/take-back-withdrawn.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { outdateAboutHidden } from './outdate-proposals.ts';
import { mergedIntoHidden } from './passed-on.store.ts';
import { takeBackFromHidden } from './take-back.ts';

const cause = {
  actor: { kind: 'CONSOLIDATION', name: 'deletion' },
  reason: 'What it was merged into went with its conversation.',
} as const;

/**
 * Runs before hidden conversations are erased. A memory learnt elsewhere that was merged into a hidden one becomes CURRENT again;
 * otherwise what was said in two conversations would be lost with one of them. Tags and metadata that hidden memories passed on,
 * also to replacements that were withdrawn, are taken back, and what is proposed for them is STALE.
 */
export const settlingMerges =
  (requestErasure: RequestErasure): RequestErasure =>
  async (unit) => {
    await outdateAboutHidden(unit);
    await giveBackMerged(unit);
    await takeBackFromHidden(unit);
    await takeBackFromWithdrawnOfHidden(unit);
    await requestErasure(unit);
  };

async function giveBackMerged(unit: UnitOfWork): Promise<void> {
  const looked = new Set<string>();
  for (;;) {
    const ids = (await mergedIntoHidden(unit.db, unit.accountId)).filter((id) => !looked.has(id));
    const locked = await lockMemories(unit.db, wholeAccount(unit.accountId), ids);
    for (const one of locked.values()) {
      // Unless somebody has changed it meanwhile.
      if (one.memory.status === 'SUPERSEDED') await reinstate(unit, one, cause);
    }
    if (locked.size === ids.length) return;
    // Some were deleted meanwhile, with their conversations: then what was merged into these is looked for.
    for (const id of ids) looked.add(id);
  }
}
