import type { Logger } from 'pino';
import { keysOf } from '../memory/asked-memories.ts';
import { changesStatus, subjectsOf } from '../memory/memories-of-events.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Batch, Consumer, LoggedEvent, Write } from '../platform/events/consumer.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { applyFindingsJob, judgeFindingsJob } from './consolidation-jobs.ts';
import { type Findings, findBesideNew, type NewOnes, nothingFound } from './find-beside-new.ts';
import { stillThere } from './lock-proposed.ts';
import { endedWithProposals } from './outdate-proposals.store.ts';
import { outdateAbout } from './outdate-proposals.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { insertRun } from './run-changes.store.ts';
import { tellFinished, tellProposed } from './tell-run.ts';

/**
 * Events of a collection per batch: looking up the neighbours of as many memories takes some milliseconds on the embedded database, and comparing them
 * with all of these some megabytes if they are long.
 */
const perStream = 20;
/**
 * Events per batch, and collections, most of which have one new memory. On a busy process each statement waits for the event loop, and a batch
 * takes eight of them, however many events it has; the embedded database has one connection, for which others wait meanwhile.
 */
export const findingsBounds = { embedded: { batch: 20, streams: 20 }, postgres: { batch: 100, streams: 50 } };
/** Actor of the runs that the server starts by itself. */
export const findingsActor = 'consolidation';

interface FindingsParts {
  readonly model: string;
  /** Whether a language model is configured, which is asked about pairs that rules cannot decide. */
  readonly asksModel: boolean;
  readonly jobs: JobSender;
  /** Omitted: those of the embedded database. */
  readonly bounds?: Pick<Consumer, 'batch' | 'streams'>;
  readonly log: Pick<Logger, 'error'>;
}

/**
 * Looks for memories that say the same as a new one, or that it outdates. The findings of a batch in a collection form a run of
 * their own; if the collection consolidates by itself, a job applies the safe ones. What is proposed for a memory that was forgotten or
 * superseded becomes STALE.
 */
export function findingsConsumer(parts: FindingsParts): Consumer {
  return {
    name: 'findings',
    kind: 'collection',
    ...(parts.bounds ?? findingsBounds.embedded),
    perStream,
    async prepare(db, batches) {
      const news = batches.map(newsOf);
      const asked = news.filter(({ ids }) => ids.length > 0);
      const found = asked.length === 0 ? [] : await findOrPassOver(db, parts, asked);
      const ended = await endedWithProposals(
        db,
        news.flatMap(({ accountId, ended }) => keysOf(accountId, ended)),
      );
      const writes = news.flatMap((one) => {
        const findings = found[asked.indexOf(one)] ?? nothingFound;
        const outdated = one.ended.filter((id) => ended.has(id));
        if (findings.proposals.length + findings.doubts.length + outdated.length === 0) return [];
        return { batches: [one.of], run: writing(parts, one, findings, outdated) };
      });
      return { writes };
    },
  };
}

/** What a batch says of the memories of its collection. */
interface News extends NewOnes {
  readonly of: Batch;
  /** Ids of memories that may have been CURRENT until now. */
  readonly ended: readonly string[];
}

function newsOf(of: Batch): News {
  const { accountId, streamId: collectionId } = of.stream;
  const [ids, ended] = [subjectsOf(of.events, bringsMemory), subjectsOf(of.events, changesStatus)];
  return { of, accountId, collectionId, ids, ended };
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
  (
    { jobs }: FindingsParts,
    { accountId, collectionId, ids }: News,
    found: Findings,
    outdated: readonly string[],
  ): Write['run'] =>
  async (units) => {
    const unit = units.of(accountId);
    const scope = { accountId, collectionId, ids: [...ids] };
    const runId = await storeFindings(unit, scope, found);
    if (runId !== null) await jobs.send(unit, applyFindingsJob, { accountId, runId });
    if (found.doubts.length > 0) await jobs.send(unit, judgeFindingsJob, scope);
    if (outdated.length > 0) await outdateAbout(unit, outdated);
    return [];
  };

/**
 * Stores findings whose memories are still CURRENT as a run. Returns its id if a job has to apply some of them and then end the run;
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
  tellProposed(unit, run, proposals);
  if (!goesOn) tellFinished(unit, run);
  return goesOn ? run.id : null;
}

/** Whether an event announces a new memory, or one that has got its vector. A memory restored by hand is not checked again. */
const bringsMemory = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || (type === 'MemoryChanged' && changed.includes('embeddingStatus'));
