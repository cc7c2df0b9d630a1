import { builder } from '../graphql/builder.ts';
import type { CacheFigures } from '../platform/cache/cache.ts';
import type { JobCounts } from './job.ts';
import {
  type AgentPoolFigures,
  type ConsumerFigures,
  type MemoryPressure,
  type OperationLatency,
  type PoolFigures,
  type ProcessFigures,
  type pressureLevels,
  recommendation,
  type SubscriptionFigures,
} from './system.ts';

const ProcessMetricsRef = builder.objectRef<ProcessFigures>('ProcessMetrics').implement({
  description: 'What this process uses of the machine.',
  fields: (t) => ({
    cpuPercent: t.exposeFloat('cpuPercent', {
      description: 'Of one core, since the last reading: two full cores are 200.',
    }),
    name: t.exposeString('name', {
      description:
        'Its host and process id, such as `api-1/4711`: of several, the one that answers here. `/metrics` tells of all workers together.',
    }),
    rssBytes: t.exposeFloat('rssBytes', { description: 'Resident memory.' }),
    heapUsedBytes: t.exposeFloat('heapUsedBytes', { description: 'Memory in use by JavaScript.' }),
    diskFreeBytes: t.exposeFloat('diskFreeBytes', { description: 'What is free where the data folder lies.' }),
    eventLoopDelayP99Ms: t.exposeFloat('eventLoopDelayP99Ms', {
      description: 'How late timers fire, 99th percentile of the last minute or two, in milliseconds.',
    }),
  }),
});

const LatencyMetricsRef = builder.objectRef<OperationLatency>('LatencyMetrics').implement({
  description: 'How long answers took, by the name of the operation, since the start. After 200 names the rest is one.',
  fields: (t) => ({
    operation: t.exposeString('operation', {
      description:
        'Name of the operation; where it has none, its kind and first field, such as `query viewer`. `other`: of more than 64 characters, without a token, or one name too many.',
    }),
    count: t.exposeInt('count', { description: 'How often it was asked.' }),
    p50Ms: t.exposeFloat('p50Ms', { description: 'Median, in milliseconds.' }),
    p95Ms: t.exposeFloat('p95Ms', { description: '95th percentile, in milliseconds.' }),
    p99Ms: t.exposeFloat('p99Ms', { description: '99th percentile, in milliseconds.' }),
    errors: t.exposeInt('errors', { description: 'How many answers had errors.' }),
  }),
});

export const CacheMetricsRef = builder.objectRef<CacheFigures>('CacheMetrics').implement({
  description: 'One of the caches of this process, since the start.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which cache; `clearCaches` takes it.' }),
    hits: t.exposeFloat('hits', { description: 'How often the answer was there.' }),
    misses: t.exposeFloat('misses', { description: 'How often it was not.' }),
    hitRate: t.float({
      description: 'Share of hits, 0 to 1; 0 where nothing was asked yet.',
      resolve: ({ hits, misses }) => (hits + misses > 0 ? hits / (hits + misses) : 0),
    }),
    entries: t.exposeInt('entries', { description: 'What it holds.' }),
    maxEntries: t.exposeInt('maxEntries', {
      nullable: true,
      description: 'What it holds at most; null: bounded in bytes.',
    }),
    bytes: t.exposeFloat('bytes', { description: 'About how much memory its entries take.' }),
    maxBytes: t.exposeFloat('maxBytes', {
      nullable: true,
      description: 'How much they take at most; null: not bounded in bytes.',
    }),
    evictions: t.exposeFloat('evictions', { description: 'Entries that went because others needed their room.' }),
    recommendation: t.string({
      nullable: true,
      description: 'What to do about it; null: nothing.',
      resolve: recommendation,
    }),
  }),
});

const PoolMetricsRef = builder.objectRef<PoolFigures>('PoolMetrics').implement({
  description: 'Connections to another server.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: '`postgres` and what for, where there are several, `redis` or `neo4j`.',
    }),
    total: t.exposeInt('total', { description: 'Open connections.' }),
    idle: t.exposeInt('idle', { description: 'Those that nobody uses.' }),
    waiting: t.exposeInt('waiting', { description: 'Who waits for one.' }),
    max: t.exposeInt('max', { description: 'Most that may be open.' }),
    timeouts: t.exposeFloat('timeouts', { description: 'How often somebody waited too long, since the start.' }),
  }),
});

const ConsumerMetricsRef = builder.objectRef<ConsumerFigures>('ConsumerMetrics').implement({
  description: 'What follows the event log in the background.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which consumer.' }),
    lagEvents: t.exposeInt('lagEvents', { description: 'Events that it has not taken yet, of all streams.' }),
    lagSeconds: t.exposeFloat('lagSeconds', { description: 'Age of the oldest of them, in seconds.' }),
  }),
});

const AgentPoolMetricsRef = builder.objectRef<AgentPoolFigures>('AgentPoolMetrics').implement({
  description: 'The agents that are kept ready: each serves many runs at once.',
  fields: (t) => ({
    size: t.exposeInt('size', { description: 'Agents in the pool.' }),
    maxSize: t.exposeInt('maxSize', { description: 'Most that are kept.' }),
    busy: t.exposeInt('busy', { description: 'Those that serve a run now.' }),
    created: t.exposeFloat('created', { description: 'Made since the start.' }),
    reused: t.exposeFloat('reused', { description: 'Runs that found their agent in the pool.' }),
    evicted: t.exposeFloat('evicted', {
      description: 'Agents that went for others, or because nobody asked for them.',
    }),
  }),
});

const SubscriptionMetricsRef = builder.objectRef<SubscriptionFigures>('SubscriptionMetrics').implement({
  description: 'Subscriptions of this process. Totals count from its start.',
  fields: (t) => ({
    active: t.exposeInt('active', { description: 'Live ones.' }),
    queued: t.exposeInt('queued', { description: 'Events that wait for their subscribers.' }),
    dropped: t.exposeFloat('dropped', {
      description: 'Events that a full queue had to drop; a StreamGap told of each.',
    }),
    coalesced: t.exposeFloat('coalesced', { description: 'Events that were merged into others.' }),
    closedIdle: t.exposeFloat('closedIdle', {
      description: 'Subscriptions ended because nobody took what was queued.',
    }),
    closedSlow: t.exposeFloat('closedSlow', { description: 'Subscriptions ended with SUBSCRIBER_TOO_SLOW.' }),
  }),
});

const JobMetricsRef = builder.objectRef<JobCounts>('JobMetrics').implement({
  description: 'One queue of background jobs, over all accounts.',
  fields: (t) => ({
    queue: t.exposeString('queue', { description: 'Name of the queue.' }),
    waiting: t.exposeInt('waiting', { description: 'Jobs that could run now.' }),
    running: t.exposeInt('running', { description: 'Jobs that run.' }),
    failed: t.exposeInt('failed', { description: 'Jobs that failed and wait for their next try.' }),
    dead: t.exposeInt('dead', { description: 'Jobs that are not tried again by themselves: see `retryJobs`.' }),
    oldestWaitingSeconds: t.exposeFloat('oldestWaitingSeconds', {
      nullable: true,
      description: 'How long the oldest of the waiting ones could have run; null: none waits.',
    }),
  }),
});

const PressureLevelEnum = builder.enumType('PressureLevel', {
  description: 'How close the process is to the memory that it may use (`MEMORY_LIMIT_MB`).',
  values: {
    NORMAL: { description: 'Below 60 %.' },
    NOTICE: { description: 'From 60 %.' },
    WARNING: { description: 'From 75 %.' },
    CRITICAL: { description: 'From 85 %.' },
  } satisfies Record<(typeof pressureLevels)[number], object>,
});

const MemoryPressureRef = builder.objectRef<MemoryPressure>('MemoryPressure').implement({
  description:
    'Memory in use against the limit. Above 70 % nothing is made ahead of being asked for and consolidation goes slowly; above 80 % caches are cleared.',
  fields: (t) => ({
    usedFraction: t.exposeFloat('usedFraction', { description: 'Resident memory, 1 at the limit.' }),
    level: t.expose('level', { type: PressureLevelEnum, description: 'How urgent it is.' }),
    jobsPaused: t.exposeBoolean('jobsPaused', {
      description:
        'Whether what is made ahead, as narratives, waits for it to fall, and consolidation goes on with a batch in ten seconds; other background jobs go on.',
    }),
    lastClearedAt: t.expose('lastClearedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When caches were last cleared for room; null: never.',
    }),
  }),
});

export const SystemMetricsRef = builder.objectRef<{ readonly at: Date }>('SystemMetrics').implement({
  description: 'What this process does and uses. Figures are read where they are asked for.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When they were read.' }),
    process: t.field({
      type: ProcessMetricsRef,
      description: 'What the process uses.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.process(),
    }),
    latency: t.field({
      type: [LatencyMetricsRef],
      description: 'How long answers took, the most asked operation first.',
      complexity: { field: 1, multiplier: 20 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.latency(),
    }),
    caches: t.field({
      type: [CacheMetricsRef],
      description: 'The caches.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.caches.map((cache) => cache.figures()),
    }),
    pools: t.field({
      type: [PoolMetricsRef],
      description: 'Connections to Postgres, and to Redis and Neo4j where they are configured.',
      complexity: { field: 1, multiplier: 3 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.pools(),
    }),
    consumers: t.field({
      type: [ConsumerMetricsRef],
      description: 'What follows the event log.',
      complexity: { field: 10, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.consumers(),
    }),
    agentPool: t.field({
      type: AgentPoolMetricsRef,
      description: 'The agents that are kept ready.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.agentPool(),
    }),
    subscriptions: t.field({
      type: SubscriptionMetricsRef,
      description: 'Live subscriptions and their queues.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.subscriptions(),
    }),
    jobs: t.field({
      type: [JobMetricsRef],
      description: 'The queues of background jobs, those that have any.',
      complexity: { field: 10, multiplier: 10 },
      resolve: (_metrics, _args, { services }) => services.system.metrics.jobs(),
    }),
    memoryPressure: t.field({
      type: MemoryPressureRef,
      description: 'Memory in use against the limit.',
      resolve: (_metrics, _args, { services }) => services.system.metrics.memoryPressure(),
    }),
  }),
});
