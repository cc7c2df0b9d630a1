import { sql } from 'kysely';
import type { Logger } from 'pino';
import { readVectorBacklog } from '../memory/vector-backlog.store.ts';
import { JobsStore } from '../operations/jobs.store.ts';
import { MemoryGovernor } from '../operations/memory-governor.ts';
import { OperationTimes } from '../operations/operation-times.ts';
import { ProcessMeter } from '../operations/process-meter.ts';
import { slowRequests } from '../operations/slow-requests.ts';
import { SpareMemory } from '../operations/spare-memory.ts';
import { SystemService } from '../operations/system.service.ts';
import type { MetricSources, PoolFigures } from '../operations/system.ts';
import type { ManagedCache } from '../platform/cache/cache.ts';
import { busyBytes } from '../platform/config/cache-config.ts';
import type { Config } from '../platform/config/config.ts';
import { giveBackMemory, keepHeapClose } from '../platform/give-back-memory.ts';
import { loopShare } from '../platform/turns/loop-load.ts';
import type { RecallIndexes } from '../search/recall-index/recall-indexes.ts';
import type { AgentSet } from './agents.ts';
import { askForWrites } from './ask-for-writes.ts';
import { type EndpointModels, healthParts } from './health-parts.ts';
import { observe } from './observed.ts';
import type { OpenDatabase } from './open-database.ts';
import type { StartedDatabase } from './start-database.ts';
import { version } from './version.ts';

const noSubscriptions = { active: 0, queued: 0, dropped: 0, coalesced: 0, closedIdle: 0, closedSlow: 0, closedLost: 0 };

interface OperationsParts {
  readonly config: Config;
  readonly started: StartedDatabase;
  readonly models: EndpointModels;
  readonly caches: readonly ManagedCache[];
  readonly agents: Pick<AgentSet, 'pool'>;
  /** Omitted: this process has no subscriptions. */
  readonly subscriptions?: MetricSources['subscriptions'];
  readonly log: Logger;
}

/**
 * Builds what operators see of this process, and its memory governor; `starting` ends the meters. `readings` returns the content of
 * the metrics registry.
 */
export function buildOperations(parts: OperationsParts, starting: AsyncDisposableStack) {
  const { config, started, caches, log } = parts;
  const { opened, consumers, replica, prepared } = started;
  const times = new OperationTimes();
  const meter = starting.use(new ProcessMeter(config.dataDir));
  const ofMemory = log.child({ part: 'memory' });
  const spare = spareMemory(ofMemory);
  const governor = starting.use(buildMemoryGovernor(config, { caches, spare, log: ofMemory }));
  governor.start();
  const jobs = new JobsStore(opened.db, opened.jobsSchema);
  /** Of tables that a first start has still to make there is nothing to tell. */
  const ofTables =
    <Row>(read: () => Promise<readonly Row[]>) =>
    async () =>
      prepared.isThere ? await read() : [];
  const metrics: MetricSources = {
    process: () => meter.read(),
    latency: () => times.latencies(),
    caches,
    pools: () => [...opened.pools(), ...poolsBeside(started)],
    consumers: ofTables(() => consumers.lags()),
    toEmbed: ofTables(() => readVectorBacklog(opened.db)),
    replicaReads: () => replica?.served ?? {},
    agentPool: () => parts.agents.pool.statistics,
    subscriptions: parts.subscriptions ?? (() => noSubscriptions),
    jobs: ofTables(() => jobs.counts()),
    memoryPressure: () => governor.pressure,
  };
  const system = new SystemService({
    version,
    parts: [
      { name: 'database', vital: true, check: () => askDatabase(opened) },
      { name: 'database writes', check: () => askForWrites(opened, config.database.kind) },
      ...healthParts(config, started, parts.models),
    ],
    metrics,
  });
  const requests = log.child({ part: 'requests' });
  const logSlow = slowRequests(config.slowRequestMs, requests);
  const { readings, ...observed } = observe(system, times, logSlow, requests);
  return { observed, readings, system, releaseMemory: () => spare.release() };
}

/** Builds the governor that keeps this process's memory within its limit; `start` begins to watch. */
function buildMemoryGovernor(
  { memoryLimitBytes: limitBytes, memoryLevels: levels }: Pick<Config, 'memoryLimitBytes' | 'memoryLevels'>,
  parts: { readonly caches: readonly ManagedCache[]; readonly spare: SpareMemory; readonly log: Logger },
): MemoryGovernor {
  keepHeapClose();
  if (limitBytes < busyBytes)
    parts.log.warn(
      { limit: limitBytes, least: busyBytes },
      'the memory limit is less than a busy server needs: background work will pause, and caches will be cleared in vain; raise MEMORY_LIMIT_MB or the limit of the container',
    );
  return new MemoryGovernor({ limitBytes, levels, read: readMemory, ...parts });
}

const spareMemory = (log: Logger) =>
  new SpareMemory({ rss: () => process.memoryUsage.rss(), giveBack: giveBackMemory, busyShare: loopShare(), log });

function readMemory() {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, held: heapUsed + external };
}

/** Pools of connections to services other than the database. */
const poolsBeside = ({ redis, mirror }: Pick<StartedDatabase, 'redis' | 'mirror'>): PoolFigures[] => [
  // Nobody waits for a Redis connection: commands fail at once without one.
  ...(redis ? [{ name: 'redis', ...redis.figures, timeouts: 0 }] : []),
  ...(mirror ? [mirror.connection.figures] : []),
];

/** The recall index, as operators see it. */
export const recallCache = (recall: RecallIndexes): ManagedCache => ({
  figures: () => {
    const { hits, fallbacks: misses, evictions, collections, bytes, vectorBytes, budgetBytes } = recall.statistics;
    return {
      name: 'recall index',
      hits,
      misses,
      evictions,
      entries: collections,
      maxEntries: null,
      bytes,
      uncountedBytes: vectorBytes,
      maxBytes: budgetBytes,
    };
  },
  clear: () => recall.shrink(0),
});

async function askDatabase({ db }: OpenDatabase): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return `Postgres ${rows[0]?.version ?? ''}`;
}
