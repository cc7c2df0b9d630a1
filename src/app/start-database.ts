import type { Logger } from 'pino';
import { findingsBounds, findingsConsumer } from '../consolidation/findings-consumer.ts';
import { askForIndexBy } from '../memory/index-vectors.ts';
import { Recalls, recallBatch, recallDelayMs } from '../memory/recalls.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import { endLeases } from '../platform/db/process-lease.ts';
import { loadLanguageModels } from '../platform/language-model/load-language-models.ts';
import { endOf } from '../platform/start-parts.ts';
import { openCommitNews } from './commit-news.ts';
import { buildConsumers } from './consumers.ts';
import { openGraphMirror } from './graph-mirror.ts';
import { buildJobs } from './jobs.ts';
import type { Models } from './load-models.ts';
import { openDatabase } from './open-database.ts';
import { PreparedDatabase } from './prepare-database.ts';
import { openPurgeLedger } from './purge-ledger.ts';

/**
 * Opens the database, and starts its schema, jobs and consumers as soon as it is reachable; `starting` ends them.
 * `warmUp` is the last step before it is ready.
 */
export async function startDatabase(
  config: Config,
  models: Pick<Models, 'reader' | 'passages'>,
  log: Logger,
  starting: AsyncDisposableStack,
  warmUp: (db: Database) => Promise<void> = async () => {},
) {
  const { kind } = config.database;
  const databaseLog = log.child({ part: 'database' });
  const opened = starting.use(await openDatabase(config.database, databaseLog));
  const mirror = config.neo4j && starting.use(await openGraphMirror(config.neo4j, log.child({ part: 'neo4j' })));
  void mirror?.connection.start();
  /** The first is the default; empty if none is configured. */
  const languageModels = await loadLanguageModels(config.llm);
  const [languageModel = null] = languageModels;
  const { passages, reader } = models;
  const followers = () => consumers.followers;
  const work = { config, opened, passages, languageModel, mirror, followers, log: log.child({ part: 'jobs' }) };
  const jobs = starting.use(buildJobs(work));
  // The embedded database scans, mostly replaced by in-memory indexes: a vector index would cost every write.
  const afterGrowth = kind === 'postgres' ? askForIndexBy(jobs.queue) : null;
  const consumersLog = log.child({ part: 'consumers' });
  const findings = findingsConsumer({
    model: passages.model,
    asksModel: languageModel !== null,
    jobs: jobs.queue,
    bounds: findingsBounds[kind],
    log: consumersLog,
  });
  const followUps = { afterGrowth, mirror, findings, languageModel };
  const consumers: ReturnType<typeof buildConsumers> = starting.use(
    buildConsumers(opened, reader, consumersLog, followUps),
  );
  const recallPace = { delayMs: recallDelayMs, batch: recallBatch[kind] };
  const recalls = starting.use(new Recalls({ db: opened.jobs, ...recallPace, log: log.child({ part: 'recalls' }) }));
  const news = await openCommitNews(config, opened, log, starting);
  const ledger = await openPurgeLedger(config.purgeLedger.file, opened, jobs.queue, databaseLog, starting);
  const start = resuming([
    () => (kind === 'embedded' ? endLeases(opened.jobs) : undefined),
    () => news.kept.start(),
    () => jobs.start(),
    () => ledger?.replay(),
    () => consumers.start(),
    () => endOf('background'),
    () => warmUp(opened.db),
    () => endOf('warm-up'),
  ]);
  const prepared = starting.use(new PreparedDatabase(opened, databaseLog, start));
  await prepared.start();
  return { ...news, opened, jobs, recalls, prepared, consumers, mirror, languageModels };
}
export type StartedDatabase = Awaited<ReturnType<typeof startDatabase>>;

/** A call after a failed step resumes with that step: those before it are running and must not be started twice. */
function resuming(steps: readonly (() => Promise<void> | void | undefined)[]): () => Promise<void> {
  let next = 0;
  return async () => {
    for (; next < steps.length; next += 1) await steps[next]?.();
  };
}
