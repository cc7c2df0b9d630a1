import { newId } from '../platform/db/new-id.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { oneByOne, type PreparingConsumer } from '../platform/events/preparing-consumer.ts';
import { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { applyFindingsJob } from './consolidate-job.ts';
import { findBesideNew } from './find-beside-new.ts';
import { stillThere } from './lock-proposed.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { insertRun } from './run-changes.store.ts';
import { tellBatch, tellFinished } from './tell-run.ts';

/** Memories of which the neighbours are looked up at a time: some milliseconds on the embedded database. */
const batch = 20;
/** Who made the runs that nobody asked for. */
export const findingsActor = 'consolidation';

/**
 * Looks beside each new memory for what says the same, or what it outdates. What a batch finds is gathered in a run of its
 * own; where the collection consolidates by itself, a job applies what is safe.
 */
export function findingsConsumer(parts: { readonly model: string; readonly jobs: JobSender }): PreparingConsumer {
  return {
    name: 'findings',
    kind: 'collection',
    batch,
    prepare: oneByOne(async (db, { stream: { accountId, streamId: collectionId }, events }) => {
      const ids = [...new Set(events.filter(bringsMemory).map(({ subjectId }) => subjectId))];
      if (ids.length === 0) return null;
      const scope = { accountId, collectionId };
      const { proposals: found, autoConsolidate } = await findBesideNew(db, scope, parts.model, ids);
      if (found.length === 0) return null;
      return async (transaction) => {
        const unit = new UnitOfWork(transaction, accountId);
        const there = await stillThere(unit, found);
        if (there.length === 0) return 'done';
        const run = { ...scope, id: newId(), origin: 'FOUND', status: 'SUCCEEDED', dryRun: !autoConsolidate } as const;
        await insertRun(transaction, { ...run, steps: ['MERGE_SIMILAR', 'RETIRE_OUTDATED'], startedBy: findingsActor });
        const proposals = await insertProposals(transaction, run, there);
        tellBatch(unit, run, { step: 'MERGE_SIMILAR', done: 0, total: 0 }, proposals);
        tellFinished(unit, run);
        if (autoConsolidate) await parts.jobs.send(unit, applyFindingsJob, { accountId, runId: run.id });
        await unit.prepareCommit();
        return 'done';
      };
    }),
  };
}

/** A new memory, or one that has got its vector. What is restored by hand is not looked at again. */
const bringsMemory = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || (type === 'MemoryChanged' && changed.includes('embeddingStatus'));
