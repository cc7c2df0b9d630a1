import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { buildConsolidation, dependents } from '../../src/app/jobs.ts';
import { eraseJob } from '../../src/collection/request-erasure.ts';
import { applyFindings } from '../../src/consolidation/apply-findings.ts';
import {
  applyFindingsJob,
  consolidateJob,
  judgeFindingsJob,
  lifecycleJob,
} from '../../src/consolidation/consolidation-jobs.ts';
import { narrativesJob } from '../../src/context/narrative-job.ts';
import { Narrator } from '../../src/context/narrator.ts';
import { Eraser } from '../../src/erasure/eraser.ts';
import { indexVectors, indexVectorsJob } from '../../src/memory/index-vectors.ts';
import { upkeepJob } from '../../src/operations/upkeep.ts';
import { JobQueue } from '../../src/platform/jobs/job-queue.ts';
import type { TestDatabase } from './database.ts';
import { models } from './models.ts';
import { usualConfig } from './usual-config.ts';

/** The queue of background jobs of this test file's database. Nothing runs before `processAll`. */
export function useJobs({ db, pool }: TestDatabase): JobQueue {
  const log = pino({ level: 'silent' });
  const queue = new JobQueue({
    source: pool,
    jobs: [
      eraseJob,
      upkeepJob,
      indexVectorsJob,
      consolidateJob,
      applyFindingsJob,
      judgeFindingsJob,
      lifecycleJob,
      narrativesJob,
    ],
    runs: false,
    alone: false,
    pollSeconds: 3600,
    log,
  });
  const eraser = new Eraser(db, { batchSize: 100, batchesPerTurn: 1000, dependents });
  queue.handle(eraseJob, ({ accountId }, signal) => eraser.erase(accountId, signal));
  queue.handle(indexVectorsJob, ({ accountId }, signal) =>
    indexVectors({ db, builds: db, log, rest: async () => {} }, accountId, signal),
  );
  const never = () => false;
  const consolidation = buildConsolidation(
    { jobs: db, migrations: db },
    { ...models, languageModel: null },
    never,
    log,
  );
  queue.handle(consolidateJob, ({ accountId, runId }, signal) => consolidation.run(accountId, runId, signal));
  queue.handle(applyFindingsJob, (payload, signal) => applyFindings(db, payload, signal));
  const narrator = new Narrator({ ...usualConfig.context.narratives, model: null, db, isPaused: never, log });
  queue.handle(narrativesJob, (_, signal) => narrator.tellDue(signal));
  beforeAll(() => queue.open());
  afterAll(() => queue[Symbol.asyncDispose]());
  return queue;
}
