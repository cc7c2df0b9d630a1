import { type HealthCheck, type MetricSources, pressureLevels } from './system.ts';

type Read = (set: (labels: Record<string, string>, value: number) => void) => void | Promise<void>;

/** A metric that is read on a scrape. If its name ends with `_total`, it is a counter. */
export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: Read;
  /** How the values of several processes are combined; what each has of its own is summed. */
  readonly together: Together;
}

type Together = 'sum' | 'max' | 'min';

export interface ReadSources extends MetricSources {
  readonly health: () => Promise<readonly HealthCheck[]>;
}

export function readMetrics(sources: ReadSources): ReadMetric[] {
  return [
    ...partMetrics(sources),
    ...cacheMetrics(sources),
    ...poolMetrics(sources),
    ...subscriptionMetrics(sources),
    ...workMetrics(sources),
    ...agentMetrics(sources),
    ...processMetrics(sources),
  ];
}

/** `labels`: names of labels, separated by blanks. */
const metric = (name: string, help: string, labels: string, read: Read, together: Together = 'sum'): ReadMetric => ({
  name: `mnemograph_${name}`,
  help,
  labels: labels.split(' ').filter((label) => label !== ''),
  read,
  together,
});

/** A metric of one value, without labels. */
const single = (name: string, help: string, value: () => number | Promise<number>, together?: Together): ReadMetric =>
  metric(name, help, '', async (set) => set({}, await value()), together);

/** A metric with one value for each value of its label. */
const byLabel = (
  name: string,
  help: string,
  label: string,
  values: () => Readonly<Record<string, number>>,
): ReadMetric =>
  metric(name, help, label, (set) => {
    for (const [labelled, value] of Object.entries(values())) set({ [label]: labelled }, value);
  });

function partMetrics({ health }: ReadSources): ReadMetric[] {
  const configured = async () => (await health()).filter(({ latencyMs }) => latencyMs !== null);
  const up: Read = async (set) => {
    for (const { name: part, status } of await configured()) set({ part }, Number(status === 'OK'));
  };
  const latency: Read = async (set) => {
    for (const { name: part, latencyMs } of await configured()) set({ part }, (latencyMs ?? 0) / 1_000);
  };
  return [
    metric('part_up', 'Whether a configured part answers', 'part', up, 'min'),
    metric('part_latency_seconds', 'How long a part took to answer', 'part', latency, 'max'),
  ];
}

function cacheMetrics({ caches }: ReadSources): ReadMetric[] {
  const each = (field: 'hits' | 'misses' | 'evictions' | 'entries' | 'bytes' | 'maxBytes'): Read => {
    return (set) => {
      for (const cache of caches) {
        const figures = cache.figures();
        const value = figures[field];
        if (value !== null) set({ cache: figures.name }, value);
      }
    };
  };
  return [
    metric('cache_hits_total', 'Lookups that found an entry', 'cache', each('hits')),
    metric('cache_misses_total', 'Lookups that found none', 'cache', each('misses')),
    metric('cache_evictions_total', 'Entries removed to make room for others', 'cache', each('evictions')),
    metric('cache_entries', 'Entries in a cache', 'cache', each('entries')),
    metric('cache_bytes', 'Approximate size of a cache', 'cache', each('bytes')),
    metric('cache_max_bytes', 'Maximum size of a cache', 'cache', each('maxBytes')),
  ];
}

function poolMetrics({ pools, replicaReads }: ReadSources): ReadMetric[] {
  const connections: Read = (set) => {
    for (const { name: pool, total, idle, waiting, max } of pools()) {
      for (const [state, value] of Object.entries({ total, idle, waiting, max })) set({ pool, state }, value);
    }
  };
  const timeouts: Read = (set) => {
    for (const pool of pools()) set({ pool: pool.name }, pool.timeouts);
  };
  return [
    metric('pool_connections', 'Connections of a pool, and requests waiting for one', 'pool state', connections),
    metric('pool_timeouts_total', 'Requests that waited too long for a connection', 'pool', timeouts),
    byLabel(
      'replica_reads_total',
      'Searches by what they read from: the replica, or why the primary',
      'served',
      replicaReads,
    ),
  ];
}

function subscriptionMetrics({ subscriptions }: ReadSources): ReadMetric[] {
  return [
    single('subscriptions_active', 'Active subscriptions', () => subscriptions().active),
    single('subscriptions_queued_events', 'Events waiting for their subscribers', () => subscriptions().queued),
    byLabel('subscription_events_total', 'Events that a full queue dropped or merged', 'outcome', () => {
      const { dropped, coalesced } = subscriptions();
      return { dropped, coalesced };
    }),
    byLabel('subscriptions_closed_total', 'Subscriptions ended because of their client', 'reason', () => {
      const { closedIdle: idle, closedSlow: slow, closedLost: lost } = subscriptions();
      return { idle, slow, lost };
    }),
  ];
}

function workMetrics({ jobs, consumers, toEmbed }: ReadSources): ReadMetric[] {
  const counts: Read = async (set) => {
    for (const { queue, waiting, running, failed, dead } of await jobs()) {
      for (const [state, value] of Object.entries({ waiting, running, failed, dead })) set({ queue, state }, value);
    }
  };
  const oldest: Read = async (set) => {
    for (const { queue, oldestWaitingSeconds } of await jobs()) set({ queue }, oldestWaitingSeconds ?? 0);
  };
  const lag = (field: 'lagEvents' | 'lagSeconds'): Read => {
    return async (set) => {
      for (const consumer of await consumers()) set({ consumer: consumer.name }, consumer[field]);
    };
  };
  const unembedded: Read = async (set) => {
    for (const { state, memories } of await toEmbed()) set({ state }, memories);
  };
  return [
    metric('jobs', 'Background jobs of all processes, by queue and state', 'queue state', counts, 'max'),
    metric(
      'jobs_oldest_waiting_seconds',
      'How long the oldest waiting job has been ready to run',
      'queue',
      oldest,
      'max',
    ),
    metric('consumer_lag_events', 'Events that a consumer has not processed yet', 'consumer', lag('lagEvents'), 'max'),
    metric(
      'consumer_lag_seconds',
      'Age of the oldest event that a consumer has not processed yet',
      'consumer',
      lag('lagSeconds'),
      'max',
    ),
    metric('memories_to_embed', 'Memories still to be embedded', 'state', unembedded, 'max'),
  ];
}

function agentMetrics({ agentPool }: ReadSources): ReadMetric[] {
  return [
    byLabel('agents', 'Agents kept ready, their maximum number, and those at work', 'state', () => {
      const { size, maxSize: max, busy } = agentPool();
      return { size, max, busy };
    }),
    byLabel('agents_total', 'Agents created, reused and evicted', 'event', () => {
      const { created, reused, evicted } = agentPool();
      return { created, reused, evicted };
    }),
    byLabel('agent_attempts_total', 'Attempts of agents at an answer', 'outcome', () => {
      const { answered, failed } = agentPool();
      return { answered, failed };
    }),
  ];
}

function processMetrics({ process, memoryPressure }: ReadSources): ReadMetric[] {
  const level = () => pressureLevels.indexOf(memoryPressure().level);
  const paused = () => Number(memoryPressure().jobsPaused);
  const delay = async () => (await process()).eventLoopDelayP99Ms / 1_000;
  return [
    single('memory_used_fraction', 'Resident memory, 1 at the limit', () => memoryPressure().usedFraction, 'max'),
    single('memory_pressure', 'Pressure on the memory: 0 normal, 1 notice, 2 warning, 3 critical', level, 'max'),
    single('jobs_paused', 'Whether background jobs that make something ahead wait for memory', paused, 'max'),
    single('disk_free_bytes', 'Free where the data folder lies', async () => (await process()).diskFreeBytes, 'min'),
    single(
      'event_loop_delay_p99_seconds',
      'How late timers fire, 99th percentile of the last minute or two',
      delay,
      'max',
    ),
  ];
}
