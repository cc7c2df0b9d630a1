import type { Logger } from 'pino';
import { eraseAgentRuns } from '../agent/erase-agent-runs.ts';
import { forgetErased } from '../agent/run-memories.store.ts';
import { eraseJob, erasureBy } from '../collection/request-erasure.ts';
import { applyFindings } from '../consolidation/apply-findings.ts';
import { ConsolidationEngine } from '../consolidation/consolidation-engine.ts';
import {
  applyFindingsJob,
  consolidateJob,
  judgeFindingsJob,
  lifecycleJob,
  lifecycleTimes,
} from '../consolidation/consolidation-jobs.ts';
import { eraseRuns } from '../consolidation/erase-runs.ts';
import { judgeFindings } from '../consolidation/judge-findings.ts';
import { runLifecycle } from '../consolidation/lifecycle.ts';
import { mergeSimilarStep } from '../consolidation/merge-similar-step.ts';
import { ModelJudge } from '../consolidation/model-judge.ts';
import { optimizeIndexStep } from '../consolidation/optimize-index-step.ts';
import { reembedStep } from '../consolidation/reembed-step.ts';
import { retireOutdatedStep } from '../consolidation/retire-outdated-step.ts';
import { updateTiersStep } from '../consolidation/update-tiers-step.ts';
import { blankNarrativesLearntIn } from '../context/narrative.store.ts';
import { narrativesJob, narrativeTimes } from '../context/narrative-job.ts';
import { Narrator } from '../context/narrator.ts';
import { Eraser } from '../erasure/eraser.ts';
import { indexVectors, indexVectorsJob } from '../memory/index-vectors.ts';
import { runsShort } from '../operations/memory-governor.ts';
import { runUpkeep, upkeepJob, upkeepTimes } from '../operations/upkeep.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import type { Retention } from '../platform/events/old-events.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { pause } from '../platform/pause.ts';
import { eraseRankings, forgetOldRankings } from '../search/ranking-table.store.ts';
import { eraseSearched, forgetSearched } from '../search/recall-index/searched-collections.store.ts';
import { beforePurge } from './before-purge.ts';
import type { GraphMirror } from './graph-mirror.ts';
import type { Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/**
 * On Postgres a batch costs a round trip, and others have connections of their own. The embedded database has one connection: a batch
 * is some milliseconds of work. After each batch the job rests for as long as that took.
 */
const erasure = {
  embedded: { batchSize: 20, batchesPerTurn: 500 },
  postgres: { batchSize: 500, batchesPerTurn: 200 },
};

/** Erases what later features keep of collections, conversations and memories. */
export const dependents = {
  ofCollections: [eraseRuns, eraseRankings, eraseSearched],
  ofConversations: [eraseAgentRuns, blankNarrativesLearntIn],
  ofMemories: [forgetErased],
};

const forgetSearches: typeof forgetOldRankings = async (db, signal, pageSize) => {
  await forgetSearched(db);
  await forgetOldRankings(db, signal, pageSize);
};

interface JobsParts extends ConsolidationModels {
  readonly config: Config;
  readonly opened: OpenDatabase;
  /** Null if no Neo4j is configured. */
  readonly mirror: Pick<GraphMirror, 'erase'> | null;
  /** The consumers that still need the event log. */
  readonly followers: Retention['followers'];
  readonly log: Logger;
}

const ofConsolidation = [consolidateJob, applyFindingsJob, judgeFindingsJob, lifecycleJob];
const all = [eraseJob, upkeepJob, indexVectorsJob, ...ofConsolidation, narrativesJob];

/** Poll interval. No other process sends jobs to the embedded database: a poll only finds those to retry. */
const pollSeconds = { embedded: 5, postgres: 2 };

/** Builds the background jobs of a process. */
export function buildJobs(parts: JobsParts) {
  const { config, opened, languageModel, followers, log } = parts;
  const { kind } = config.database;
  const queue = new JobQueue({
    source: opened.jobConnections,
    schema: opened.jobsSchema,
    jobs: all,
    runs: true,
    alone: kind === 'embedded',
    pollSeconds: pollSeconds[kind],
    log,
  });
  const db = opened.jobs;
  const eraser = buildEraser(parts);
  queue.handle(eraseJob, ({ accountId }, signal) => eraser.erase(accountId, signal));
  const upkeep = {
    db,
    requestErasure: erasureBy(queue),
    retention: { days: config.eventRetentionDays, followers },
    purgeLedgerDays: config.purgeLedger.days,
    forgetSearches,
  };
  queue.handle(upkeepJob, (_, signal) => runUpkeep(upkeep, signal));
  const indexing = { db, builds: opened.migrations, log, rest: pause };
  queue.handle(indexVectorsJob, ({ accountId }, signal) => indexVectors(indexing, accountId, signal));
  // Narratives and consolidation pause while memory is short.
  const isPaused = () => runsShort(config.memoryLimitBytes, config.memoryLevels);
  handleConsolidation(queue, parts, isPaused);
  const narrator = new Narrator({ ...config.context.narratives, model: languageModel, db, isPaused, log });
  queue.handle(narrativesJob, (_, signal) => narrator.tellDue(signal));
  return {
    queue,
    /** Begins to run the jobs, once the database is there. */
    start: async () => {
      await queue.open();
      await queue.schedule(upkeepJob, upkeepTimes, {});
      await queue.schedule(lifecycleJob, lifecycleTimes, {});
      await queue.schedule(narrativesJob, narrativeTimes, {});
      await queue.start();
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  };
}

function handleConsolidation(queue: JobQueue, parts: JobsParts, isPaused: () => boolean): void {
  const { config, opened, log } = parts;
  const db = opened.jobs;
  const consolidation = buildConsolidation(opened, parts, isPaused, log);
  queue.handle(consolidateJob, ({ accountId, runId }, signal) => consolidation.run(accountId, runId, signal));
  const lifecycle = { db, jobs: queue, undoDays: config.undoRetentionDays, beforePurge };
  queue.handle(lifecycleJob, (_, signal) => runLifecycle(lifecycle, signal));
  queue.handle(applyFindingsJob, (payload, signal) => applyFindings(db, payload, signal));
  const judging = comparing(db, parts, log);
  queue.handle(judgeFindingsJob, (payload, signal) => judgeFindings(judging, payload, signal));
}

const buildEraser = ({ config, opened, mirror }: JobsParts): Eraser =>
  new Eraser(opened.jobs, {
    ...erasure[config.database.kind],
    rest: pause,
    dependents,
    ...(mirror && { eraseCopy: mirror.erase }),
  });

/** The model that embeds memories without a vector, and the one that decides where rules cannot. */
interface ConsolidationModels extends Pick<Models, 'passages'> {
  /** Null if none is configured. */
  readonly languageModel: LanguageModel | null;
}

/** Parts for comparing memories: by rules, and by a language model if one is configured. */
export const comparing = (db: Database, { passages, languageModel }: ConsolidationModels, log: Logger) => ({
  db,
  model: passages.model,
  modelJudge: languageModel && new ModelJudge(languageModel, log),
});

/** Builds the engine that executes consolidation runs. */
export function buildConsolidation(
  { jobs: db, migrations: builds }: Pick<OpenDatabase, 'jobs' | 'migrations'>,
  models: ConsolidationModels,
  isPaused: () => boolean,
  log: Logger,
): ConsolidationEngine {
  const parts = comparing(db, models, log);
  return new ConsolidationEngine({
    db,
    log,
    restTimes: 3,
    isPaused,
    steps: {
      MERGE_SIMILAR: mergeSimilarStep(parts),
      RETIRE_OUTDATED: retireOutdatedStep(parts),
      UPDATE_TIERS: updateTiersStep(db),
      REEMBED: reembedStep({ db, embedder: models.passages }),
      OPTIMIZE_INDEX: optimizeIndexStep(db, builds),
    },
  });
}
