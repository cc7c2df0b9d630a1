import { SystemService } from '../../src/operations/system.service.ts';

const idle = { size: 0, maxSize: 0, busy: 0, created: 0, reused: 0, evicted: 0, answered: 0, failed: 0 };
const nobody = { active: 0, queued: 0, dropped: 0, coalesced: 0, closedIdle: 0, closedSlow: 0, closedLost: 0 };

/** The system service for tests without a server: nothing happens. */
export const quietSystem = new SystemService({
  version: 'test',
  parts: [],
  metrics: {
    process: async () => ({
      name: 'quiet',
      cpuPercent: 0,
      rssBytes: 0,
      heapUsedBytes: 0,
      diskFreeBytes: 0,
      eventLoopDelayP99Ms: 0,
    }),
    latency: () => [],
    caches: [],
    pools: () => [],
    replicaReads: () => ({}),
    consumers: async () => [],
    toEmbed: async () => [],
    agentPool: () => idle,
    subscriptions: () => nobody,
    jobs: async () => [],
    memoryPressure: () => ({ usedFraction: 0, level: 'NORMAL', jobsPaused: false, lastClearedAt: null }),
  },
});
