import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { createLogger } from '../platform/logger.ts';
import { buildAgentSet } from './agents.ts';
import { managedCaches, openCaches } from './caches.ts';
import { wireContext } from './context-wiring.ts';
import { listen } from './http/http.ts';
import { onlyProbes, type ProbeParts, probesOf } from './http/probes.ts';
import { loadModels } from './load-models.ts';
import { buildOperations } from './operations.ts';
import { buildLimits } from './services.ts';
import { startDatabase } from './start-database.ts';
import { startUseCases } from './use-cases.ts';
import { withinDeadline } from './within-deadline.ts';

/** Starts a process that runs background jobs beside the servers, on the same Postgres. */
export async function buildWorker(config: Config, overrides: { readonly log?: Logger } = {}): Promise<AsyncDisposable> {
  if (config.database.kind === 'embedded') {
    throw new ConfigError([
      {
        variable: 'DATABASE_URL',
        got: 'nothing',
        takes: 'a Postgres: with the embedded database the server itself runs the jobs',
      },
    ]);
  }
  const log = overrides.log ?? createLogger(config.logLevel);
  await using starting = new AsyncDisposableStack();
  const models = starting.use(await loadModels(config.embedding, config.caches.embeddings));
  const started = await startDatabase(config, models, log, starting);
  const { opened, jobs, recalls, streams, prepared, languageModels } = started;
  const caches = openCaches(config, models, started, log);
  const [model = null] = languageModels;
  const context = wireContext(config, model, caches.sharedTier('plan'));
  const agents = buildAgentSet(config, { ...models, languageModels }, caches.sharedTier('prompt'));
  const kept = managedCaches(caches, ...models.caches, context.plans, agents.answered.runIds);
  const { system, observed } = buildOperations(
    { config, started, models: { ...models, rerank: null }, caches: kept, agents, log },
    starting,
  );
  const background = {
    db: opened.db,
    models,
    recall: null,
    rankings: caches,
    // A worker serves no requests, so it counts nothing.
    ...(await buildLimits(config, null, log)),
    jobs: jobs.queue,
    recalls,
    streams,
    rerank: null,
    context,
  };
  await startUseCases({ ...background, system, agents, prepared, log }, starting);
  const readiness = async () => ({ running: true, database: await prepared.answers() });
  await listenForProbes(config, { readiness, metrics: observed.metrics, log }, starting);
  log.info('worker runs');
  const running = starting.move();
  const stop = { drainMs: config.shutdownDeadlineMs, drained: null, isSilent: opened.isSilent, log };
  return { [Symbol.asyncDispose]: () => withinDeadline(running.disposeAsync(), stop) };
}

/** Probes are all that a worker serves over HTTP. */
async function listenForProbes(
  { server: { host }, probePort: port, shutdownDeadlineMs: drainMs }: Config,
  parts: ProbeParts,
  starting: AsyncDisposableStack,
): Promise<void> {
  if (port === null) return;
  const { url } = starting.use(
    await listen(onlyProbes(probesOf(parts)), { host, port, portVariable: 'PROBE_PORT', drainMs }),
  );
  parts.log.info({ url }, 'probes are answered');
}
