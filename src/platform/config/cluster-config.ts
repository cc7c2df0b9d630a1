import type { Environment } from './env.ts';

/** A worker this close to its share of memory cannot be helped by clearing caches. */
const fullFraction = 0.9;

/** Several processes that serve one port, and when one of them is replaced by a fresh one; null: a single process serves. */
export function clusterConfig(env: Environment, memoryLimitBytes: number) {
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
