import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { connectApi } from '../support/api.ts';
import { cpuMs, machineCpuMs } from '../support/process-cpu.ts';
import type { BenchServer } from '../support/server.ts';

const everyMs = 250;

/** What a process uses at a moment, in milliseconds from when it began to look. */
export interface UseAt {
  readonly at: number;
  readonly rssMb: number;
  /** Milliseconds of processor time since the process began. */
  readonly cpuMs: number;
  /** The same of all that the machine does, since it began. */
  readonly machineMs: number;
}

/** Looks at what a process uses until it is disposed. */
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
    // Where the process has ended, its end is told elsewhere.
    const read = Promise.all([memoryOf(this.#pid), cpuMs(this.#pid)]).catch(() => null);
    const [used, machineMs] = await Promise.all([read, machineCpuMs()]);
    if (used) this.readings.push({ at, rssMb: used[0].rssMb, cpuMs: used[1], machineMs });
  }
}

/** Resident memory of a process now, and the most that it ever had, in MB. */
export async function memoryOf(pid: number): Promise<{ readonly rssMb: number; readonly peakMb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const mb = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1_024) / 1e6;
  return { rssMb: mb('VmRSS'), peakMb: mb('VmHWM') };
}

const cacheFigures = z.object({ name: z.string(), hits: z.number(), misses: z.number(), evictions: z.number() });
export type CacheFigures = z.infer<typeof cacheFigures>;
const metrics = z.object({
  system: z.object({
    metrics: z.object({
      caches: z.array(cacheFigures),
      process: z.object({ eventLoopDelayP99Ms: z.number() }),
      subscriptions: z.object({ dropped: z.number(), coalesced: z.number() }),
      memoryPressure: z.object({ lastClearedAt: z.string().nullable() }),
      pools: z.array(z.object({ name: z.string(), timeouts: z.number() })),
    }),
  }),
});
const source = /* GraphQL */ `
  { system { metrics {
    caches { name hits misses evictions } process { eventLoopDelayP99Ms } subscriptions { dropped coalesced }
    memoryPressure { lastClearedAt } pools { name timeouts }
  } } }`;

/** What the server says of itself, and what it has used of the processor. */
export interface ServerState {
  readonly caches: readonly CacheFigures[];
  readonly loopDelayP99Ms: number;
  readonly eventsDropped: number;
  readonly cachesCleared: boolean;
  readonly poolTimeouts: number;
}

export async function stateOf(server: BenchServer): Promise<ServerState> {
  using api = connectApi(server);
  const { caches, process, subscriptions, memoryPressure, pools } = (await api.run(source, {}, metrics)).system.metrics;
  return {
    caches,
    loopDelayP99Ms: process.eventLoopDelayP99Ms,
    eventsDropped: subscriptions.dropped,
    cachesCleared: memoryPressure.lastClearedAt !== null,
    poolTimeouts: pools.reduce((sum, { timeouts }) => sum + timeouts, 0),
  };
}
