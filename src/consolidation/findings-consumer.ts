import { newId } from '../platform/db/new-id.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { PreparingConsumer, Write } from '../platform/events/preparing-consumer.ts';
import { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { applyFindingsJob, judgeFindingsJob } from './consolidate-job.ts';
import { type Findings, findBesideNew, type NewOnes } from './find-beside-new.ts';
import { stillThere } from './lock-proposed.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { insertRun } from './run-changes.store.ts';
import { tellBatch, tellFinished } from './tell-run.ts';

/** Memories of which the neighbours are looked up at a time: some milliseconds on the embedded database. */
const batch = 20;
/** Collections at a time: mostly one new memory each. */
const streams = batch;
/** Who made the runs that nobody asked for. */
export const findingsActor = 'consolidation';

interface FindingsParts {
  readonly model: string;
  /** A language model is configured: what rules cannot tell is put before it. */
  readonly asksModel: boolean;
  readonly jobs: JobSender;
}

/**
 * Looks beside each new memory for what says the same, or what it outdates. What is found for a batch is gathered in a run
 * of its own; where the collection consolidates by itself, a job applies what is safe.
 */
export function findingsConsumer(parts: FindingsParts): PreparingConsumer {
  return {
    name: 'findings',
    kind: 'collection',
    batch,
    streams,
    async prepare(db, batches) {
      const asked = batches.flatMap((of) => {
        const { accountId, streamId: collectionId } = of.stream;
        const ids = [...new Set(of.events.filter(bringsMemory).map(({ subjectId }) => subjectId))];
        return ids.length > 0 ? { of, accountId, collectionId, ids } : [];
      });
      if (asked.length === 0) return new Map();
      const findings = await findBesideNew(db, parts, asked);
      const writes = asked.flatMap(({ of, ...scope }, place) => {
        const found = findings[place];
        const isAsked = found !== undefined && found.doubts.length > 0;
        if (!found || (found.proposals.length === 0 && !isAsked)) return [];
        return [[of, writing(parts, scope, found, isAsked)] as const];
      });
      return new Map(writes);
    },
  };
}

const writing =
  ({ jobs }: FindingsParts, scope: NewOnes, found: Findings, isAsked: boolean): Write =>
  async (transaction) => {
    const unit = new UnitOfWork(transaction, scope.accountId);
    const runId = await storeFindings(unit, scope, found);
    if (runId !== null) await jobs.send(unit, applyFindingsJob, { accountId: scope.accountId, runId });
    if (isAsked) await jobs.send(unit, judgeFindingsJob, { ...scope, ids: [...scope.ids] });
    await unit.prepareCommit();
    return 'done';
  };

/** Makes a run of what was found and is still there. Its id where something of it is to be applied, which ends it; else null. */
export async function storeFindings(
  unit: UnitOfWork,
  { accountId, collectionId }: NewOnes,
  { proposals: found, autoConsolidate }: Pick<Findings, 'proposals' | 'autoConsolidate'>,
): Promise<string | null> {
  const { there } = await stillThere(unit, found);
  if (there.length === 0) return null;
  const goesOn = autoConsolidate && there.some(({ safe }) => safe);
  const status = goesOn ? 'RUNNING' : 'SUCCEEDED';
  const run = { accountId, collectionId, id: newId(), origin: 'FOUND', status } as const;
  const steps = ['MERGE_SIMILAR', 'RETIRE_OUTDATED'] as const;
  await insertRun(unit.db, { ...run, dryRun: !autoConsolidate, steps, startedBy: findingsActor });
  const proposals = await insertProposals(unit.db, run, there);
  tellBatch(unit, run, { step: 'MERGE_SIMILAR', done: 0, total: 0 }, proposals);
  if (!goesOn) tellFinished(unit, run);
  return goesOn ? run.id : null;
}

/** A new memory, or one that has got its vector. What is restored by hand is not looked at again. */
const bringsMemory = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || (type === 'MemoryChanged' && changed.includes('embeddingStatus'));
