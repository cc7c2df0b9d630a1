import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { authConfig } from './auth-config.ts';
import { cacheConfig } from './cache-config.ts';
import { ConfigError, type ConfigProblem, type Report, reported } from './config-error.ts';
import { contradictions } from './contradictions.ts';
import { databaseConfig } from './database-config.ts';
import { embeddingConfig } from './embedding-config.ts';
import { type Environment, environment, type RawEnvironment } from './env.ts';
import { printable } from './mask.ts';
import { type Mistyped, mistypedIn } from './mistyped.ts';
import { operationsConfig } from './operations-config.ts';

/** All settings. */
export type Config = ReturnType<typeof toConfig> & {
  /** Unknown variables that were most likely meant as settings. */
  readonly mistyped: readonly Mistyped[];
};

export interface EmbeddedConfig {
  readonly kind: 'embedded';
  readonly dataDir: string;
}

/** The provider whose request format a rerank endpoint uses. */
export type RerankProvider = Environment['RERANK_PROVIDER'];

/** Reads and checks all settings; empty variables count as unset. Throws one ConfigError that lists every problem. */
export function loadConfig(env: RawEnvironment): Config {
  const given: Record<string, string> = {};
  for (const name of environment.keyof().options) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  const problems: ConfigProblem[] = [];
  const report = (variable: string, takes: string) => {
    problems.push({ variable, got: printable(variable, given[variable]), takes });
  };

  const values = readValues(given, report);
  const unreadable = new Set(problems.map(({ variable }) => variable));
  contradictions(given, (variable, takes) => {
    // Of an unreadable value, that it cannot be read is enough.
    if (!unreadable.has(variable)) report(variable, takes);
  });
  const config = { ...toConfig(values, report), mistyped: mistypedIn(env) };
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(config);
}

/** Returns the readable values. Reports an unreadable variable and uses its default, so that the rest is checked too. */
function readValues(given: Record<string, string>, report: Report): Environment {
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const readable = { ...given };
  for (const { path, message } of result.error.issues) {
    report(String(path[0]), message);
    delete readable[String(path[0])];
  }
  return environment.parse(readable);
}

function toConfig(env: Environment, report: Report) {
  const memoryLimit = memoryLimitBytes(env);
  return {
    ...servingConfig(env),
    ...storageConfig(env, report),
    /** Null: a single process serves. */
    cluster: clusterConfig(env, memoryLimit),
    rateLimits: rateLimitConfig(env),
    quotas: quotaConfig(env),
    operations: reported(report, () => operationsConfig(env)) ?? { persisted: 'off', listed: {} },
    auth: authConfig(env, report),
    embedding: embeddingConfig(env),
    rerank: rerankConfig(env),
    /** Null: agents are extractive. */
    llm: llmConfig(env),
    context: contextConfig(env),
    caches: cacheConfig(env, memoryLimit),
    agents: agentConfig(env),
    /** How much of the machine's memory the process may use: basis of alerts, pauses and cache clearing. */
    memoryLimitBytes: memoryLimit,
    memoryLevels: memoryLevels(env),
    /** Maximum bytes of memories that the process holds for search; 0: none. */
    recallIndexBytes:
      env.RECALL_INDEX_MB === undefined ? Math.floor(memoryLimit / 4) : env.RECALL_INDEX_MB * 1024 * 1024,
  } as const;
}

const servingConfig = (env: Environment) =>
  ({
    logLevel: env.LOG_LEVEL,
    /** `keepAliveMs`: how long an idle connection is kept open. */
    server: { host: env.HOST, port: env.PORT, keepAliveMs: env.KEEP_ALIVE_SECONDS * 1000 },
    /** Port on which a worker process answers probes; null: none. */
    probePort: env.PROBE_PORT ?? null,
    shutdownDeadlineMs: env.SHUTDOWN_DEADLINE_MS,
    /** Requests that take longer are logged; 0: none. */
    slowRequestMs: env.SLOW_REQUEST_MS,
    /** Time limit for an operation; subscriptions have none. */
    requestTimeoutMs: env.REQUEST_TIMEOUT_SECONDS * 1000,
    /** Whether long responses are compressed for clients that accept it. */
    compressed: env.ENABLE_RESPONSE_COMPRESSION === 'true',
    /** `queueSize`: default number of events that may be queued for a subscriber. */
    limits: { bodyBytes: env.MAX_BODY_BYTES, queueSize: env.MAX_QUEUE_SIZE, subscriptions: subscriptionLimits(env) },
  }) as const;

function storageConfig(env: Environment, report: Report) {
  const dataDir = resolve(env.DATA_DIR);
  const embedded: EmbeddedConfig = { kind: 'embedded', dataDir };
  return {
    /** Absolute. Holds the embedded database and, if none is set, the token secret. */
    dataDir,
    database: reported(report, () => databaseConfig(env, report)) ?? embedded,
    /** Days for which the event log is kept. */
    eventRetentionDays: env.EVENT_RETENTION,
    /** Days for which consolidations can be undone. */
    undoRetentionDays: env.UNDO_RETENTION,
    /** Record of purges: the file that also keeps it outside the database, and the days for which the database keeps it. */
    purgeLedger: { file: env.PURGE_LEDGER_FILE ?? null, days: env.PURGE_LEDGER_RETENTION },
    redis: env.REDIS_URL ? { url: env.REDIS_URL, prefix: prefixOf(env.REDIS_PREFIX) } : null,
    neo4j: neo4jConfig(env),
  } as const;
}

function rerankConfig(env: Environment) {
  const { RERANK_BASE_URL: baseUrl, RERANK_API_KEY: apiKey = null, RERANK_MODEL: model = null } = env;
  return {
    /** Null: the cross-encoder in the model folder, if there is one. `baseUrl` is the part before `/rerank`. */
    endpoint: baseUrl ? { baseUrl, apiKey, model, provider: env.RERANK_PROVIDER } : null,
    deadlineMs: env.RERANK_DEADLINE_MS,
  } as const;
}
export type RerankConfig = ReturnType<typeof rerankConfig>;

/** A worker this close to its share of memory cannot be helped by clearing caches. */
const fullFraction = 0.9;

/** Several processes that serve one port, and when one of them is replaced by a fresh one; null: a single process serves. */
function clusterConfig(env: Environment, memoryLimitBytes: number) {
  if (env.WORKERS === 1) return null;
  const { WORKER_MEMORY_MB: megabytes } = env;
  const idleSeconds = Math.max(env.WORKER_MOVE_SECONDS, env.KEEP_ALIVE_SECONDS);
  return {
    workers: env.WORKERS,
    /** Requests after which a worker retires, give or take `jitter`; 0: no limit. */
    maxRequests: env.WORKER_MAX_REQUESTS,
    jitter: env.WORKER_MAX_REQUESTS_JITTER,
    /** Minimum age before it retires because of `maxRequests`. */
    minLifeMs: env.WORKER_MIN_LIFE_SECONDS * 1000,
    /** Resident memory at which it retires at any age after its first minute. */
    memoryBytes: megabytes === undefined ? memoryLimitBytes * fullFraction : megabytes * 1024 * 1024,
    /** Period over which its subscriptions are moved. */
    moveMs: env.WORKER_MOVE_SECONDS * 1000,
    /** Time limit for leaving: enough to finish requests in progress and for clients to notice closed connections. */
    leaveMs: (idleSeconds + env.REQUEST_TIMEOUT_SECONDS) * 1000,
  } as const;
}
export type ClusterConfig = NonNullable<ReturnType<typeof clusterConfig>>;

/** Key prefix of a named installation; empty for an unnamed one. */
const prefixOf = (name: string | undefined): string => (name === undefined ? '' : `${name}:`);

function neo4jConfig({
  NEO4J_URL: url,
  NEO4J_USER: user,
  NEO4J_PASSWORD: password = '',
  NEO4J_PREFIX: name,
}: Environment) {
  return url === undefined ? null : ({ url, user, password, prefix: prefixOf(name) } as const);
}

const subscriptionLimits = (env: Environment) =>
  ({
    /** Maximum per principal at a time: across all processes that share a Redis, otherwise in each. */
    perViewer: env.MAX_SUBSCRIPTIONS_PER_VIEWER,
    /** How long a client may spend on one event before its subscription is closed. */
    staleMs: env.STALE_SUBSCRIPTION_SECONDS * 1000,
    sweepMs: env.SUBSCRIPTION_SWEEP_SECONDS * 1000,
    /** How long a client of server-sent events may read nothing while data is waiting. */
    stalledMs: env.STALLED_CLIENT_SECONDS * 1000,
  }) as const;
export type SubscriptionLimits = ReturnType<typeof subscriptionLimits>;

/** Quotas of an account, by plan. */
const quotaConfig = (env: Environment) =>
  ({
    /** CURRENT memories. */
    memories: { FREE: env.QUOTA_MEMORIES_FREE, STARTER: env.QUOTA_MEMORIES_STARTER, PRO: env.QUOTA_MEMORIES_PRO },
    collections: {
      FREE: env.QUOTA_COLLECTIONS_FREE,
      STARTER: env.QUOTA_COLLECTIONS_STARTER,
      PRO: env.QUOTA_COLLECTIONS_PRO,
    },
  }) as const;
export type QuotaConfig = ReturnType<typeof quotaConfig>;

const rateLimitConfig = (env: Environment) =>
  ({
    /** Requests per minute and account, by plan. */
    perMinute: { FREE: env.RATE_LIMIT_FREE, STARTER: env.RATE_LIMIT_STARTER, PRO: env.RATE_LIMIT_PRO },
    /** Operation cost that counts as one request. */
    costOfRequest: env.RATE_LIMIT_COST,
  }) as const;
export type RateLimitConfig = ReturnType<typeof rateLimitConfig>;

function llmConfig(env: Environment) {
  const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey = null, LLM_MODEL: models = [], LLM_TIMEOUT_MS: timeoutMs } = env;
  // `baseUrl`: the part before `/chat/completions`. `models`: the default first. `timeoutMs`: until a response begins, and of silence within one.
  return baseUrl ? ({ baseUrl, apiKey, models, timeoutMs } as const) : null;
}
/** The endpoint of language models. */
export type LlmConfig = NonNullable<ReturnType<typeof llmConfig>>;

/** Settings of agents. */
const agentConfig = (env: Environment) =>
  ({
    /** Maximum number of agents kept set up at once. */
    poolSize: env.AGENT_POOL_SIZE,
    idleMs: env.AGENT_IDLE_SECONDS * 1000,
    /** Maximum number of concurrent runs per process. */
    concurrency: env.AGENT_CONCURRENCY,
    /** How long an answer is reused. */
    cacheTtlMs: env.CACHE_TTL * 1000,
  }) as const;
export type AgentConfig = ReturnType<typeof agentConfig>;

/** Settings of context assembly. */
const contextConfig = (env: Environment) =>
  ({
    narratives: {
      /** Maximum number generated at once, across all processes. */
      atOnce: env.NARRATIVE_CONCURRENCY,
      /** Those of accounts that wrote or chatted within this many hours are generated first. */
      activeHours: env.NARRATIVE_ACTIVE_HOURS,
      /** Least time between unrequested ones of a collection that keeps changing. */
      restMinutes: 15,
    },
    /** How much of the end of a conversation is passed with a message to a context or an agent. */
    window: {
      maxMessages: env.WINDOW_MESSAGES,
      /** The newest ones of them, which include their content. */
      maxWithContent: env.WINDOW_CONTENTS,
      /** Per content, in UTF-16 code units. */
      maxContentLength: env.WINDOW_CHARACTERS,
    },
  }) as const;

/** Fractions of the memory limit. */
function memoryLevels(env: Environment) {
  const [notice, warning, critical] = env.MEMORY_ALERT_PERCENTS;
  return {
    /** Lower bound of the NOTICE level; WARNING and CRITICAL likewise. */
    notice: notice / 100,
    warning: warning / 100,
    critical: critical / 100,
    /** Above it background work pauses. */
    pause: env.MEMORY_PAUSE_PERCENT / 100,
    /** Above it caches are cleared. */
    clear: env.MEMORY_CLEAR_PERCENT / 100,
  } as const;
}
export type MemoryLevels = ReturnType<typeof memoryLevels>;

/** Defaults to the machine's memory, or the container's limit if lower. Workers share it equally. */
function memoryLimitBytes({ MEMORY_LIMIT_MB: megabytes, WORKERS: workers }: Environment): number {
  if (megabytes !== undefined) return Math.floor((megabytes * 1024 * 1024) / workers);
  const limit = process.constrainedMemory();
  return Math.floor(Math.min(limit > 0 ? limit : Number.POSITIVE_INFINITY, totalmem()) / workers);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
