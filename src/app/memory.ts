import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { MemoryGovernor } from '../operations/memory-governor.ts';
import { SpareMemory } from '../operations/spare-memory.ts';
import type { ManagedCache } from '../platform/cache/cache.ts';
import type { Config } from '../platform/config/config.ts';
import { giveBackMemory, keepHeapClose } from '../platform/give-back-memory.ts';

/** Builds the governor that keeps this process's memory within its limit; `start` begins to watch. */
export function buildMemoryGovernor(
  { memoryLimitBytes: limitBytes, memoryLevels: levels }: Pick<Config, 'memoryLimitBytes' | 'memoryLevels'>,
  caches: readonly ManagedCache[],
  log: Logger,
): MemoryGovernor {
  keepHeapClose(limitBytes);
  const spare = new SpareMemory({
    rss: () => process.memoryUsage.rss(),
    giveBack: giveBackMemory,
    busyShare: loopShare(),
    log,
  });
  return new MemoryGovernor({ limitBytes, levels, read: readMemory, caches, spare, log });
}

function readMemory() {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, held: heapUsed + external };
}

/** Returns a function: the share of time since its last call in which the event loop was busy. */
function loopShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
