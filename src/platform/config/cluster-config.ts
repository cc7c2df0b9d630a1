import type { Environment } from './env.ts';

/** Several processes that serve one port, and when one of them is replaced by a fresh one. */
export interface ClusterConfig {
  readonly workers: number;
  /** Requests after which a worker retires, give or take `jitter`; 0: no limit. */
  readonly maxRequests: number;
  readonly jitter: number;
  /** Minimum age before it retires because of `maxRequests`. */
  readonly minLifeMs: number;
  /** Resident memory at which it retires at any age after its first minute. */
  readonly memoryBytes: number;
  /** Period over which its subscriptions are moved. */
  readonly moveMs: number;
  /** Time limit for leaving: enough to finish requests in progress and for clients to notice closed connections. */
  readonly leaveMs: number;
}

/** A worker this close to its share of memory cannot be helped by clearing caches. */
const fullFraction = 0.9;

/** Null: a single process serves. */
export function clusterConfig(env: Environment, memoryLimitBytes: number): ClusterConfig | null {
  if (env.WORKERS === 1) return null;
  const { WORKER_MEMORY_MB: megabytes } = env;
  const idleSeconds = Math.max(env.WORKER_MOVE_SECONDS, env.KEEP_ALIVE_SECONDS);
  return {
    workers: env.WORKERS,
    maxRequests: env.WORKER_MAX_REQUESTS,
    jitter: env.WORKER_MAX_REQUESTS_JITTER,
    minLifeMs: env.WORKER_MIN_LIFE_SECONDS * 1000,
    memoryBytes: megabytes === undefined ? memoryLimitBytes * fullFraction : megabytes * 1024 * 1024,
    moveMs: env.WORKER_MOVE_SECONDS * 1000,
    leaveMs: (idleSeconds + env.REQUEST_TIMEOUT_SECONDS) * 1000,
  };
}
