import { type Misplaced, nextMisplaced } from '../memory/update-tiers.ts';
import type { Database } from '../platform/db/database.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { countCurrent, inProposals, refusedAlone } from './scope.store.ts';
import { inBatches, type Step } from './step.ts';

/** Memories per read. */
const pageSize = 500;

/** Proposes, for each memory in another tier, the one that follows from its age and recalls. */
export const updateTiersStep = (db: Database): Step =>
  async function* (run, signal) {
    const total = await countCurrent(db, run);
    let [place, done] = [run.place, run.stepDone];
    while (!signal.aborted) {
      const { misplaced, looked, last } = await nextMisplaced(db, run, place, pageSize);
      if (last === null) return;
      const ids = misplaced.map(({ id }) => id);
      const taken = await inProposals(db, run, ids);
      const refused = await refusedTiers(db, run, misplaced);
      const proposals = misplaced.flatMap(({ id, revision, tier }) =>
        taken.has(id) || refused.has(id)
          ? []
          : {
              kind: 'CHANGE_TIER' as const,
              rule: 'time and recalls' as const,
              safe: true,
              similarity: null,
              proposedTier: tier,
              memories: [{ memoryId: id, role: 'TIER' as const, revision }],
            },
      );
      yield* inBatches(proposals, { done, total, place });
      done += looked;
      place = last;
      yield { proposals: [], scanned: looked, done, total, place };
    }
  };

/** Returns the ids of memories for which somebody has refused the tier that they would get. */
async function refusedTiers(
  db: Database,
  { accountId }: ConsolidationRun,
  misplaced: readonly Misplaced[],
): Promise<Set<string>> {
  const refused = new Set<string>();
  for (const [tier, memories] of Map.groupBy(misplaced, (memory) => memory.tier)) {
    const ids = memories.map(({ id }) => id);
    for (const id of await refusedAlone(db, accountId, ids, tier)) refused.add(id);
  }
  return refused;
}
