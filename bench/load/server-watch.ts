import { z } from 'zod';
import { connectApi } from '../support/api.ts';
import { cpuMs, machineCpuMs } from '../support/process-cpu.ts';
import { processMemory } from '../support/process-memory.ts';
import type { BenchServer } from '../support/server.ts';

const everyMs = 250;

/** Resource use of a process at a moment, in milliseconds from the start of the observation. */
export interface UseAt {
  readonly at: number;
  readonly rssMb: number;
  /** CPU milliseconds since the process started. */
  readonly cpuMs: number;
  /** CPU milliseconds of the whole machine since it booted. */
  readonly machineMs: number;
}

/** Samples the resource use of a process until disposed. */
export class UseWatch implements Disposable {
  readonly readings: UseAt[] = [];
  readonly #pid: number;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const at = performance.now() - this.#began;
    // A process that has ended is reported elsewhere.
    const read = Promise.all([processMemory(this.#pid), cpuMs(this.#pid)]).catch(() => null);
    const [used, machineMs] = await Promise.all([read, machineCpuMs()]);
    if (used) this.readings.push({ at, rssMb: used[0].resident / 1e6, cpuMs: used[1], machineMs });
  }
}

const cacheFigures = z.object({ name: z.string(), hits: z.number(), misses: z.number() });
type CacheFigures = z.infer<typeof cacheFigures>;
const metrics = z.object({
  system: z.object({
    metrics: z.object({
      caches: z.array(cacheFigures),
      process: z.object({ eventLoopDelayP99Ms: z.number() }),
      memoryPressure: z.object({ lastClearedAt: z.string().nullable() }),
      pools: z.array(z.object({ name: z.string(), timeouts: z.number() })),
    }),
  }),
});
const source = /* GraphQL */ `
  { system { metrics {
    caches { name hits misses } process { eventLoopDelayP99Ms }
    memoryPressure { lastClearedAt } pools { name timeouts }
  } } }`;

/** What the server reports about itself, and the CPU time it used. */
export interface ServerState {
  readonly caches: readonly CacheFigures[];
  readonly loopDelayP99Ms: number;
  readonly cachesCleared: boolean;
  readonly poolTimeouts: number;
}

export async function stateOf(server: BenchServer): Promise<ServerState> {
  using api = connectApi(server);
  const { caches, process, memoryPressure, pools } = (await api.run(source, {}, metrics)).system.metrics;
  return {
    caches,
    loopDelayP99Ms: process.eventLoopDelayP99Ms,
    cachesCleared: memoryPressure.lastClearedAt !== null,
    poolTimeouts: pools.reduce((sum, { timeouts }) => sum + timeouts, 0),
  };
}
