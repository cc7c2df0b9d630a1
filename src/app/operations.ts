import { sql } from 'kysely';
import type { Logger } from 'pino';
import { readVectorBacklog } from '../memory/vector-backlog.store.ts';
import type { HealthPart } from '../operations/health.ts';
import { JobsStore } from '../operations/jobs.store.ts';
import { OperationTimes } from '../operations/operation-times.ts';
import { ProcessMeter } from '../operations/process-meter.ts';
import type { Readings } from '../operations/prometheus.ts';
import { slowRequests } from '../operations/slow-requests.ts';
import { SystemService } from '../operations/system.service.ts';
import type { MetricSources } from '../operations/system.ts';
import type { ManagedCache } from '../platform/cache/cache.ts';
import type { Config } from '../platform/config/config.ts';
import type { RecallIndexes } from '../search/recall-index/recall-indexes.ts';
import type { Consumers } from './consumers.ts';
import type { Models } from './load-models.ts';
import { buildMemoryGovernor } from './memory.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import type { OpenDatabase } from './open-database.ts';
import { version } from './version.ts';

const noSubscriptions = { active: 0, queued: 0, dropped: 0, coalesced: 0, closedIdle: 0, closedSlow: 0 };

export interface OperationsParts {
  readonly config: Config;
  readonly opened: OpenDatabase;
  readonly consumers: Pick<Consumers, 'lags'>;
  readonly caches: readonly ManagedCache[];
  readonly health: readonly HealthPart[];
  /** Of connections to others than the database. */
  readonly morePools: MetricSources['pools'];
  readonly agentPool: MetricSources['agentPool'];
  readonly subscriptions?: MetricSources['subscriptions'];
  readonly replicaReads?: MetricSources['replicaReads'];
  readonly log: Logger;
}

export interface Operations {
  readonly system: SystemService;
  readonly observed: Observed;
  /** What the registry behind the metrics holds. */
  readonly readings: () => Promise<Readings>;
}

/** What operators see of this process, and the governor of its memory; `starting` ends what it measures with. */
export function buildOperations(parts: OperationsParts, starting: AsyncDisposableStack): Operations {
  const { config, opened, caches, log } = parts;
  const times = new OperationTimes();
  const meter = starting.use(new ProcessMeter(config.dataDir));
  const governor = starting.use(buildMemoryGovernor(config, caches, log.child({ part: 'memory' })));
  governor.start();
  const jobs = new JobsStore(opened.db, opened.jobsSchema);
  const metrics: MetricSources = {
    process: () => meter.read(),
    latency: () => times.latencies(),
    caches,
    pools: () => [...opened.pools(), ...parts.morePools()],
    consumers: () => parts.consumers.lags(),
    toEmbed: () => readVectorBacklog(opened.db),
    replicaReads: parts.replicaReads ?? (() => ({})),
    agentPool: parts.agentPool,
    subscriptions: parts.subscriptions ?? (() => noSubscriptions),
    jobs: () => jobs.counts(),
    memoryPressure: () => governor.pressure,
  };
  const database: HealthPart = { name: 'database', vital: true, check: () => askDatabase(opened) };
  const system = new SystemService({ version, parts: [database, ...parts.health], metrics });
  const { readings, ...observed } = observe(
    system,
    times,
    slowRequests(config.slowRequestMs, log.child({ part: 'requests' })),
  );
  return { observed, readings, system };
}

/** The caches over the models and over the recall index. */
export const searchCaches = ({ questions }: Models, recall: RecallIndexes): ManagedCache[] => [
  questions,
  {
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
  },
];

async function askDatabase({ db }: OpenDatabase): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return `Postgres ${rows[0]?.version ?? ''}`;
}
