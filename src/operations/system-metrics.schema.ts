import { builder } from '../graphql/builder.ts';
import type { CacheFigures } from '../platform/cache/cache.ts';
import type { JobCounts } from './job.ts';
import { recommendation } from './recommendation.ts';
import type {
  AgentPoolFigures,
  ConsumerFigures,
  MemoryPressure,
  OperationLatency,
  PoolFigures,
  PressureLevel,
  ProcessFigures,
  SubscriptionFigures,
} from './system.ts';

const ProcessMetricsRef = builder.objectRef<ProcessFigures>('ProcessMetrics').implement({
  description: 'Resources that this process uses.',
  fields: (t) => ({
    cpuPercent: t.exposeFloat('cpuPercent', {
      description: 'CPU use since the last reading, in percent of one core: two full cores are 200.',
    }),
    name: t.exposeString('name', {
      description:
        'Host and process id, such as `api-1/4711`, of the process that answers; there may be several. `/metrics` covers all workers together.',
    }),
    rssBytes: t.exposeFloat('rssBytes', { description: 'Resident memory, in bytes.' }),
    heapUsedBytes: t.exposeFloat('heapUsedBytes', { description: 'Memory in use by JavaScript, in bytes.' }),
    diskFreeBytes: t.exposeFloat('diskFreeBytes', {
      description: 'Free space on the disk that holds the data folder, in bytes.',
    }),
    eventLoopDelayP99Ms: t.exposeFloat('eventLoopDelayP99Ms', {
      description: 'Delay of timers: 99th percentile of the last minute or two, in milliseconds.',
    }),
  }),
});

const LatencyMetricsRef = builder.objectRef<OperationLatency>('LatencyMetrics').implement({
  description:
    'Response times of operations with the same name, since the process started. After 200 names all further ones share one entry.',
  fields: (t) => ({
    operation: t.exposeString('operation', {
      description:
        'Name of the operation. Without a name: its kind and first field, such as `query viewer`. `other` stands for names longer than 64 characters, requests without a token, and names beyond the 200.',
    }),
    count: t.exposeInt('count', { description: 'Number of requests.' }),
    p50Ms: t.exposeFloat('p50Ms', { description: 'Median response time, in milliseconds.' }),
    p95Ms: t.exposeFloat('p95Ms', { description: '95th percentile of response times, in milliseconds.' }),
    p99Ms: t.exposeFloat('p99Ms', { description: '99th percentile of response times, in milliseconds.' }),
    errors: t.exposeInt('errors', { description: 'Number of answers with errors.' }),
  }),
});

export const CacheMetricsRef = builder.objectRef<CacheFigures>('CacheMetrics').implement({
  description: 'A cache of this process, with its figures since the start.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the cache, as `clearCaches` takes it.' }),
    hits: t.exposeFloat('hits', { description: 'Number of lookups that found an entry.' }),
    misses: t.exposeFloat('misses', { description: 'Number of lookups that found none.' }),
    hitRate: t.float({
      description: 'Share of hits among lookups, 0 to 1; 0 before the first lookup.',
      resolve: ({ hits, misses }) => (hits + misses > 0 ? hits / (hits + misses) : 0),
    }),
    entries: t.exposeInt('entries', { description: 'Number of entries.' }),
    maxEntries: t.exposeInt('maxEntries', {
      nullable: true,
      description: 'Maximum number of entries; null if it is limited by bytes only.',
    }),
    bytes: t.exposeFloat('bytes', { description: 'Approximate size of the entries, in bytes.' }),
    maxBytes: t.exposeFloat('maxBytes', {
      nullable: true,
      description: 'Maximum size, in bytes; null if it is not limited by bytes.',
    }),
    evictions: t.exposeFloat('evictions', { description: 'Number of entries removed to make room for others.' }),
    recommendation: t.string({
      nullable: true,
      description: 'What an operator should change about it; null if nothing.',
      resolve: recommendation,
    }),
  }),
});

const PoolMetricsRef = builder.objectRef<PoolFigures>('PoolMetrics').implement({
  description: 'A pool of connections to another server.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: '`redis`, `neo4j`, or `postgres` with the purpose of the pool if there are several.',
    }),
    total: t.exposeInt('total', { description: 'Open connections.' }),
    idle: t.exposeInt('idle', { description: 'Open connections that are not in use.' }),
    waiting: t.exposeInt('waiting', { description: 'Number of requests waiting for a connection.' }),
    max: t.exposeInt('max', { description: 'Maximum number of open connections.' }),
    timeouts: t.exposeFloat('timeouts', {
      description: 'How often a request waited too long for a connection, since the start.',
    }),
  }),
});

const ConsumerMetricsRef = builder.objectRef<ConsumerFigures>('ConsumerMetrics').implement({
  description: 'A background consumer of the event log.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the consumer.' }),
    lagEvents: t.exposeInt('lagEvents', {
      description: 'Number of events that it has not processed yet, in all streams.',
    }),
    lagSeconds: t.exposeFloat('lagSeconds', { description: 'Age of the oldest of them, in seconds.' }),
  }),
});

const AgentPoolMetricsRef = builder.objectRef<AgentPoolFigures>('AgentPoolMetrics').implement({
  description: 'The pool of agents kept ready. Each serves many runs at once.',
  fields: (t) => ({
    size: t.exposeInt('size', { description: 'Number of agents in the pool.' }),
    maxSize: t.exposeInt('maxSize', { description: 'Maximum number of agents in the pool.' }),
    busy: t.exposeInt('busy', { description: 'Number of agents that serve a run now.' }),
    created: t.exposeFloat('created', { description: 'Number of agents created since the start.' }),
    reused: t.exposeFloat('reused', { description: 'Number of runs that found their agent in the pool.' }),
    evicted: t.exposeFloat('evicted', {
      description: 'Number of agents removed to make room for others, or because they were not used.',
    }),
  }),
});

const SubscriptionMetricsRef = builder.objectRef<SubscriptionFigures>('SubscriptionMetrics').implement({
  description: 'Subscriptions of this process. Totals count from its start.',
  fields: (t) => ({
    active: t.exposeInt('active', { description: 'Number of active subscriptions.' }),
    queued: t.exposeInt('queued', { description: 'Number of events waiting for their subscribers.' }),
    dropped: t.exposeFloat('dropped', {
      description: 'Number of events dropped because a buffer was full; a StreamGap reported each.',
    }),
    coalesced: t.exposeFloat('coalesced', { description: 'Number of events combined with others.' }),
    closedIdle: t.exposeFloat('closedIdle', {
      description: 'Number of subscriptions ended because their events were not taken.',
    }),
    closedSlow: t.exposeFloat('closedSlow', { description: 'Number of subscriptions ended with SUBSCRIBER_TOO_SLOW.' }),
  }),
});

const JobMetricsRef = builder.objectRef<JobCounts>('JobMetrics').implement({
  description: 'A queue of background jobs, over all accounts.',
  fields: (t) => ({
    queue: t.exposeString('queue', { description: 'Name of the queue.' }),
    waiting: t.exposeInt('waiting', { description: 'Number of jobs that could run now.' }),
    running: t.exposeInt('running', { description: 'Number of jobs that are running.' }),
    failed: t.exposeInt('failed', { description: 'Number of jobs that failed and wait for their next attempt.' }),
    dead: t.exposeInt('dead', { description: 'Number of jobs that failed for the last time: see `retryJobs`.' }),
    oldestWaitingSeconds: t.exposeFloat('oldestWaitingSeconds', {
      nullable: true,
      description: 'How long the oldest waiting job has been ready to run, in seconds; null if none waits.',
    }),
  }),
});

const PressureLevelEnum = builder.enumType('PressureLevel', {
  description:
    'How close the process is to its memory limit (`MEMORY_LIMIT_MB`). The percentages are the defaults of `MEMORY_ALERT_PERCENTS`.',
  values: {
    NORMAL: { description: 'Below 60 % of the limit.' },
    NOTICE: { description: 'From 60 %, below 75 %.' },
    WARNING: { description: 'From 75 %, below 85 %.' },
    CRITICAL: { description: 'From 85 %.' },
  } satisfies Record<PressureLevel, object>,
});

const MemoryPressureRef = builder.objectRef<MemoryPressure>('MemoryPressure').implement({
  description:
    'Memory use against the limit (`MEMORY_LIMIT_MB`). Above 70 % (`MEMORY_PAUSE_PERCENT`) nothing is prepared in advance and consolidation slows down. Caches are cleared when heap, buffers and caches together exceed 80 % (`MEMORY_CLEAR_PERCENT`).',
  fields: (t) => ({
    usedFraction: t.exposeFloat('usedFraction', {
      description: 'Resident memory as a fraction of the limit; 1 is the limit.',
    }),
    level: t.expose('level', { type: PressureLevelEnum, description: 'How urgent it is.' }),
    jobsPaused: t.exposeBoolean('jobsPaused', {
      description:
        'Whether memory use is above 70 % (`MEMORY_PAUSE_PERCENT`): preparation in advance, such as of narratives, waits, and consolidation does one batch every ten seconds. Other background jobs continue.',
    }),
    lastClearedAt: t.expose('lastClearedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When caches were last cleared to free memory; null if never.',
    }),
  }),
});

export const SystemMetricsRef = builder.objectRef<{ readonly at: Date }>('SystemMetrics').implement({
  description: 'What this process does and uses. Only the figures you ask for are read.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When the figures were read.' }),
    process: t.field({
      type: ProcessMetricsRef,
      description: 'Resources that the process uses.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.process(),
    }),
    latency: t.field({
      type: [LatencyMetricsRef],
      description: 'Response times of operations, most frequent operation first.',
      complexity: { field: 1, multiplier: 20 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.latency(),
    }),
    caches: t.field({
      type: [CacheMetricsRef],
      description: 'The caches of this process.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.caches.map((cache) => cache.figures()),
    }),
    pools: t.field({
      type: [PoolMetricsRef],
      description: 'Pools of connections to Postgres and, if configured, to Redis and Neo4j.',
      complexity: { field: 1, multiplier: 3 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.pools(),
    }),
    consumers: t.field({
      type: [ConsumerMetricsRef],
      description: 'Consumers of the event log.',
      complexity: { field: 10, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.consumers(),
    }),
    agentPool: t.field({
      type: AgentPoolMetricsRef,
      description: 'The pool of agents kept ready.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.agentPool(),
    }),
    subscriptions: t.field({
      type: SubscriptionMetricsRef,
      description: 'Subscriptions and their buffers.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.subscriptions(),
    }),
    jobs: t.field({
      type: [JobMetricsRef],
      description: 'The queues of background jobs that contain any.',
      complexity: { field: 10, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.jobs(),
    }),
    memoryPressure: t.field({
      type: MemoryPressureRef,
      description: 'Memory use against the limit.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.memoryPressure(),
    }),
  }),
});
