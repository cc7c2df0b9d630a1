import type { Database } from '../platform/db/database.ts';
import type { NewProposal } from './consolidation.ts';
import { type Expired, inProposals, nextExpired } from './scope.store.ts';
import { inBatches, type Step } from './step.ts';

/** Memories of one read. */
const pageSize = 200;

/** Proposes to retire what no longer holds: its validity has ended, or a later memory says otherwise. */
export const retireOutdatedStep = (db: Database): Step =>
  async function* (run, signal) {
    let place = run.place;
    while (!signal.aborted) {
      const expired = await nextExpired(db, run, place, pageSize);
      const taken = await inProposals(
        db,
        run,
        expired.map(({ id }) => id),
      );
      yield* inBatches(expired.filter(({ id }) => !taken.has(id)).map(expiry), { done: 0, total: 0, place });
      if (expired.length < pageSize) break;
      place = expired.at(-1)?.id ?? null;
    }
  };

const expiry = ({ id, revision }: Expired): NewProposal => ({
  kind: 'RETIRE',
  rule: 'validity ended',
  safe: true,
  similarity: null,
  proposedTier: null,
  memories: [{ memoryId: id, role: 'GO', revision }],
});
