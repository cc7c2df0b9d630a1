import type { ClusterConfig } from '../../platform/config/config.ts';

type Bounds = Pick<ClusterConfig, 'maxRequests' | 'jitter' | 'minLifeMs' | 'memoryBytes'>;

/** The memory bound does not apply in a worker's first minute: if fresh workers exceed it, too, each would retire as soon as it serves. */
const youngMs = 60_000;

/** Decides when a worker is due for replacement: this bounds memory leaks, wherever they are. */
export function retirementWithin({ maxRequests, jitter, minLifeMs, memoryBytes }: Bounds) {
  const bornAt = performance.now();
  // Jittered, so that workers that started together do not retire together.
  const spread = Math.round((2 * Math.random() - 1) * jitter);
  const requestsAtMost = maxRequests === 0 ? Number.POSITIVE_INFINITY : Math.max(1, maxRequests + spread);
  let requests = 0;
  return {
    noteRequest(): void {
      requests += 1;
    },
    /** Why the worker is to retire; null: not yet. */
    get reason(): string | null {
      const age = performance.now() - bornAt;
      if (age >= youngMs && process.memoryUsage.rss() > memoryBytes) return 'memory';
      return age >= minLifeMs && requests >= requestsAtMost ? 'requests' : null;
    },
  };
}
