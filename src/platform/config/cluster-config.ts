import type { Environment } from './env.ts';

/** Several processes that serve one port, and when one of them makes room for a fresh one. */
export interface ClusterConfig {
  readonly workers: number;
  /** Requests after which a worker retires, give or take `jitter`; 0: never for their number. */
  readonly maxRequests: number;
  readonly jitter: number;
  /** It retires for the number of its requests no sooner. */
  readonly minLifeMs: number;
  /** Resident memory at which it retires, whatever its age, but for its first minute. */
  readonly memoryBytes: number;
  /** Over so long its subscriptions are moved. */
  readonly moveMs: number;
  /** So long it may take to leave: until what it has begun is answered, and no client thinks that its connection is still there. */
  readonly leaveMs: number;
}

/** A worker that has come so close to its share of the memory is beyond what clearing caches does. */
const fullFraction = 0.9;

/** Null: one process serves. */
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
