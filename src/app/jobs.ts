import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { eraseAgentRuns } from '../agent/erase-agent-runs.ts';
import { purgeFromRuns } from '../agent/purge-from-runs.ts';
import { eraseJob, erasureBy } from '../collection/request-erasure.ts';
import { applyFindings } from '../consolidation/apply-findings.ts';
import { applyFindingsJob, consolidateJob, lifecycleJob, lifecycleTimes } from '../consolidation/consolidate-job.ts';
import { eraseRuns } from '../consolidation/erase-runs.ts';
import { runLifecycle } from '../consolidation/lifecycle.ts';
import { Eraser } from '../erasure/eraser.ts';
import { indexVectors, indexVectorsJob } from '../memory/index-vectors.ts';
import { runUpkeep, upkeepJob, upkeepTimes } from '../operations/upkeep.ts';
import type { Config } from '../platform/config/config.ts';
import type { Retention } from '../platform/events/old-events.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { buildConsolidation } from './consolidation.ts';
import type { GraphMirror } from './graph-mirror.ts';
import type { Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/** The background jobs of a process. */
export interface Jobs extends AsyncDisposable {
  readonly queue: JobQueue;
  /** Begins to run them, once the database is there. */
  start(): Promise<void>;
}

/** On the embedded database a batch is some milliseconds of work; on Postgres it costs a round trip. */
const erasure = {
  embedded: { batchSize: 100, batchesPerTurn: 500 },
  postgres: { batchSize: 500, batchesPerTurn: 200 },
};

/** What later features keep of collections and of conversations. */
export const dependents = { ofCollections: [eraseRuns], ofConversations: [eraseAgentRuns] };

/** Nobody else sends jobs to the embedded database: only those to try again have to be looked for. */
const pollSeconds = { embedded: 5, postgres: 2 };

export function buildJobs(
  { kind }: Config['database'],
  database: OpenDatabase,
  models: Pick<Models, 'passages'>,
  { undoDays, ...retention }: Retention & { readonly undoDays: number },
  log: Logger,
  mirror: Pick<GraphMirror, 'erase'> | null = null,
): Jobs {
  const source = database.jobConnections;
  const queue = new JobQueue({
    source,
    jobs: [eraseJob, upkeepJob, indexVectorsJob, consolidateJob, applyFindingsJob, lifecycleJob],
    runs: true,
    alone: kind === 'embedded',
    pollSeconds: pollSeconds[kind],
    log,
  });
  const eraser = new Eraser(database.jobs, {
    ...erasure[kind],
    dependents: mirror ? { ...dependents, ofCollections: [...dependents.ofCollections, mirror.erase] } : dependents,
  });
  const upkeep = { db: database.jobs, requestErasure: erasureBy(queue), retention };
  queue.handle(eraseJob, ({ accountId }, signal) => eraser.erase(accountId, signal));
  queue.handle(upkeepJob, (_, signal) => runUpkeep(upkeep, signal));
  const indexing = { db: database.jobs, log, rest };
  queue.handle(indexVectorsJob, ({ accountId }, signal) => indexVectors(indexing, accountId, signal));
  const consolidation = buildConsolidation(database.jobs, models, log);
  queue.handle(consolidateJob, ({ accountId, runId }, signal) => consolidation.run(accountId, runId, signal));
  const lifecycle = { db: database.jobs, jobs: queue, undoDays, beforePurge: [purgeFromRuns] };
  queue.handle(lifecycleJob, (_, signal) => runLifecycle(lifecycle, signal));
  queue.handle(applyFindingsJob, (payload, signal) => applyFindings(database.jobs, payload, signal));
  return {
    queue,
    start: async () => {
      await queue.open();
      await queue.schedule(upkeepJob, upkeepTimes, {});
      await queue.schedule(lifecycleJob, lifecycleTimes, {});
      await queue.start();
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  };
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
