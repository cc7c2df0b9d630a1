import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFigures } from './system.ts';

const resolutionMs = 10;
const forgetAfterMs = 60_000;

/** Reads what this process uses. */
export class ProcessMeter implements Disposable {
  readonly #folder: string;
  readonly #name = `${hostname()}/${process.pid}`;
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs });
  readonly #forgetting: NodeJS.Timeout;
  #cpu = { usage: process.cpuUsage(), at: performance.now() };
  #cpuPercent = 0;
  #lastP99 = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#delay.enable();
    this.#forgetting = setInterval(() => this.#forget(), forgetAfterMs).unref();
  }

  async read(): Promise<ProcessFigures> {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      name: this.#name,
      cpuPercent: this.#readCpu(),
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      diskFreeBytes: await freeBytes(this.#folder),
      eventLoopDelayP99Ms: Math.max(this.#lastP99, this.#p99()),
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#forgetting);
    this.#delay.disable();
  }

  /** Readings in quick succession return the same value: a few milliseconds say nothing. */
  #readCpu(): number {
    const now = performance.now();
    const elapsed = now - this.#cpu.at;
    if (elapsed < 1_000 && this.#cpuPercent > 0) return this.#cpuPercent;
    const { user, system } = process.cpuUsage(this.#cpu.usage);
    this.#cpuPercent = elapsed > 0 ? (user + system) / 10 / elapsed : 0;
    this.#cpu = { usage: process.cpuUsage(), at: now };
    return this.#cpuPercent;
  }

  /** Returns the delay beyond the monitor's own resolution. */
  #p99(): number {
    return this.#delay.count > 0 ? Math.max(0, this.#delay.percentile(99) / 1e6 - resolutionMs) : 0;
  }

  #forget(): void {
    this.#lastP99 = this.#p99();
    this.#delay.reset();
  }
}

/** Returns the free space of the folder's disk, or of the working directory's: the data folder may not exist yet. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs('.'));
  return bavail * bsize;
}
