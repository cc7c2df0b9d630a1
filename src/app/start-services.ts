import type { Logger } from 'pino';
import { wholeAccount } from '../collection/reach.ts';
import { PostgresGraphStore } from '../graph/postgres-graph.store.ts';
import { MemoryStore } from '../memory/memory.store.ts';
import type { SubscriptionFigures } from '../operations/system.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { RedisClients } from '../platform/redis/redis-clients.ts';
import { SharedCounts } from '../platform/redis/shared-counts.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';
import { warmUpBy } from '../search/warm-up.ts';
import { buildAgentSet } from './agents.ts';
import { managedCaches, openCaches } from './caches.ts';
import { wireContext } from './context-wiring.ts';
import { buildEmbeddings } from './embeddings.ts';
import { loadModels, type Models, openReranker } from './load-models.ts';
import { buildOperations, recallCache } from './operations.ts';
import { buildRecall } from './recall.ts';
import { buildLimits } from './services.ts';
import { type StartedDatabase, startDatabase } from './start-database.ts';
import { LiveSubscriptions } from './subscriptions/live-subscriptions.ts';
import { startUseCases } from './use-cases.ts';

/** Starts everything behind the server: models, database, background work, use cases; `starting` ends it. */
export async function startServices(config: Config, log: Logger, starting: AsyncDisposableStack) {
  const models = starting.use(await loadModels(config.embedding, config.caches.embeddings));
  const started = await startDatabase(config, models, log, starting, warmUpOf(models));
  const { opened, redis, jobs, recalls, prepared, streams, mirror, replica, languageModels } = started;
  await startEmbeddings(started, models, log, starting);
  const recall = starting.use(buildRecall(opened, models, config.recallIndexBytes, log.child({ part: 'recall' })));
  const caches = openCaches(config, models, started, log);
  const rerank = await openReranker(config, starting);
  const context = wireContext(config, languageModels[0] ?? null, caches.sharedTier('plan'));
  const subscriptions = new LiveSubscriptions(config.limits.subscriptions, await openPlaces(redis, log, starting));
  const agents = buildAgentSet(config, { ...models, languageModels }, caches.sharedTier('prompt'));
  const seen = {
    config,
    started,
    models: { ...models, rerank },
    caches: managedCaches(caches, ...models.caches, recallCache(recall.indexes), context.plans, agents.answered.runIds),
    agents,
    subscriptions: () => figuresOf(subscriptions, streams),
    log,
  };
  const { system, ...operations } = buildOperations(seen, starting);
  const parts = {
    system,
    ...(await buildLimits(config, redis, log.child({ part: 'limits' }))),
    db: opened.db,
    hasSpare: opened.hasSpare,
    models,
    recall: config.recallIndexBytes > 0 ? recall.indexes : null,
    rankings: caches,
    jobs: jobs.queue,
    recalls,
    streams,
    replica,
    rerank,
    graph: mirror?.store ?? null,
    context,
    agents,
    prepared,
    log,
  };
  const { answers } = caches;
  const beside = { answers, ...operations, subscriptions, opened, prepared, lastSearched: recall.lastSearched };
  return { ...(await startUseCases(parts, starting)), ...beside };
}

const warmUpOf = (models: Models) => warmUpBy({ ...models, readBeside: readPageOf });

/** Runs the reads of a search page, its hits' names and memories; here without an account. */
async function readPageOf(db: Database): Promise<void> {
  const [accountId, ids] = ['', [newId(), newId()]];
  await new PostgresGraphStore(db).naming(accountId, ids, ids);
  await new MemoryStore(db).byIds(wholeAccount(accountId), ids);
}

async function startEmbeddings(
  { opened, prepared }: Pick<StartedDatabase, 'opened' | 'prepared'>,
  models: Models,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<void> {
  const embeddings = starting.use(buildEmbeddings(opened, models, log.child({ part: 'embeddings' })));
  await prepared.whenThere(starting, () => embeddings.start());
}

/** Opens the count of a viewer's subscriptions over all processes that share a Redis. */
async function openPlaces(
  clients: RedisClients | null,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<SharedCounts | null> {
  if (!clients) return null;
  const options = { clients, name: 'subscriptions', log: log.child({ part: 'subscriptions' }) };
  return starting.use(await SharedCounts.open(options));
}

/** Figures of the transports and of the queues behind them. */
function figuresOf(subscriptions: LiveSubscriptions, { figures }: StreamHub): SubscriptionFigures {
  return { ...figures, ...subscriptions.figures };
}
