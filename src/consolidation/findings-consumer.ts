import type { Logger } from 'pino';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Consumer, LoggedEvent, Write } from '../platform/events/consumer.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { applyFindingsJob, judgeFindingsJob } from './consolidate-job.ts';
import { type Findings, findBesideNew, type NewOnes } from './find-beside-new.ts';
import { stillThere } from './lock-proposed.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { insertRun } from './run-changes.store.ts';
import { tellBatch, tellFinished } from './tell-run.ts';

/** Events per batch: looking up the neighbours of as many memories takes some milliseconds on the embedded database. */
const batch = 20;
/** Collections at a time: most have one new memory. */
const streams = batch;
/** Actor of the runs that the server starts by itself. */
export const findingsActor = 'consolidation';

interface FindingsParts {
  readonly model: string;
  /** Whether a language model is configured, which is asked about pairs that rules cannot decide. */
  readonly asksModel: boolean;
  readonly jobs: JobSender;
  readonly log: Pick<Logger, 'error'>;
}

/**
 * Looks for memories that say the same as a new one, or that it outdates. The findings of a batch in a collection form a run of
 * their own; if the collection consolidates by itself, a job applies the safe ones.
 */
export function findingsConsumer(parts: FindingsParts): Consumer {
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
      if (asked.length === 0) return { writes: [] };
      const findings = await findOrPassOver(db, parts, asked);
      const writes = asked.flatMap(({ of, ...scope }, place) => {
        const found = findings[place];
        const isAsked = found !== undefined && found.doubts.length > 0;
        if (!found || (found.proposals.length === 0 && !isAsked)) return [];
        return { batches: [of], run: writing(parts, scope, found, isAsked) };
      });
      return { writes };
    },
  };
}

/**
 * Where the rules fail at the texts of a collection, its new memories are passed over: tried again for ever, they would keep those that
 * follow from being compared. Several collections are tried again one by one.
 */
async function findOrPassOver(db: Database, parts: FindingsParts, asked: readonly NewOnes[]): Promise<Findings[]> {
  try {
    return await findBesideNew(db, parts, asked);
  } catch (error) {
    const isOfRules = error instanceof TypeError || error instanceof RangeError;
    if (!isOfRules || asked.length > 1) throw error;
    parts.log.error({ err: error }, 'new memories could not be compared with others: they are passed over');
    return [];
  }
}

const writing =
  ({ jobs }: FindingsParts, scope: NewOnes, found: Findings, isAsked: boolean): Write['run'] =>
  async (units) => {
    const unit = units.of(scope.accountId);
    const runId = await storeFindings(unit, scope, found);
    if (runId !== null) await jobs.send(unit, applyFindingsJob, { accountId: scope.accountId, runId });
    if (isAsked) await jobs.send(unit, judgeFindingsJob, { ...scope, ids: [...scope.ids] });
    return [];
  };

/**
 * Stores findings whose memories still exist as a run. Returns its id if a job has to apply some of them and then end the run;
 * else null.
 */
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

/** Whether an event announces a new memory, or one that has got its vector. A memory restored by hand is not checked again. */
const bringsMemory = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || (type === 'MemoryChanged' && changed.includes('embeddingStatus'));
