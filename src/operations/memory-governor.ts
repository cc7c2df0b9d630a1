import type { Logger } from 'pino';
import type { ManagedCache } from '../platform/cache/cache.ts';
import type { MemoryLevels } from '../platform/config/config.ts';
import { type MemoryPressure, type PressureLevel, pressureLevels } from './system.ts';

export interface MemoryReading {
  /** Resident memory of the process: decides on alerts and pauses. */
  readonly rss: number;
  /**
   * Memory that the process could release, as far as the engine counts it: heap, buffers and external memory. Together with what
   * caches hold beyond that, it decides when they are cleared.
   */
  readonly held: number;
}

interface GovernorOptions {
  readonly limitBytes: number;
  readonly levels: MemoryLevels;
  readonly read: () => MemoryReading;
  readonly caches: readonly ManagedCache[];
  /** Called as often as the memory is read. */
  readonly spare?: { look(): void };
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** The level falls only once memory use is this far below it: close to a level, it goes up and down every second. */
const fallsBy = 0.02;
/** Caches are cleared down to this share of the threshold: from 80 to 60 % of the limit. */
const clearedShare = 0.75;
/** Wait after clearing: the garbage collector needs its time. */
const restMs = 30_000;
/** Two clearings in a row that free less than this share show that the caches are not the cause. */
const worthwhile = 0.05;
/** The next attempt waits this long then. */
const futileRestMs = 600_000;
const lookEveryMs = 1_000;

/** Whether the process uses so much memory that background work has to wait. */
export const runsShort = (limitBytes: number, { pause }: MemoryLevels): boolean =>
  process.memoryUsage.rss() > pause * limitBytes;

/** Watches the memory of the process. Before it runs out, pauses preparation in advance, and clears caches, the largest first. */
export class MemoryGovernor implements Disposable {
  readonly #options: GovernorOptions;
  #timer: NodeJS.Timeout | null = null;
  #level: PressureLevel = 'NORMAL';
  #lastClearedAt: Date | null = null;
  /** The same by the monotonic clock. */
  #clearedMs = 0;
  /** What was held before the last clearing; null once its effect is known. */
  #before: number | null = null;
  #futile = 0;

  constructor(options: GovernorOptions) {
    this.#options = options;
  }

  start(): void {
    const look = () => {
      this.look();
      this.#options.spare?.look();
    };
    this.#timer ??= setInterval(look, lookEveryMs).unref();
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  get pressure(): MemoryPressure {
    const { read, limitBytes, levels } = this.#options;
    const usedFraction = read().rss / limitBytes;
    return {
      usedFraction,
      level: levelOf(usedFraction, levels),
      jobsPaused: usedFraction > levels.pause,
      lastClearedAt: this.#lastClearedAt,
    };
  }

  /** Checks once; the timer does this every second. */
  look(): void {
    const { read, limitBytes, levels } = this.#options;
    const { rss, held: counted } = read();
    const held = counted + this.#uncounted();
    this.#tell(rss / limitBytes);
    const most = limitBytes * levels.clear;
    if (held <= most || this.#rests(held)) return;
    this.#before = held;
    this.#lastClearedAt = new Date();
    this.#clearedMs = performance.now();
    this.#clear(held - most * clearedShare);
  }

  #uncounted(): number {
    return this.#options.caches.reduce((sum, cache) => sum + (cache.figures().uncountedBytes ?? 0), 0);
  }

  /** Whether to wait after the last clearing. Judges its effect once, as soon as its rest is over. */
  #rests(held: number): boolean {
    if (!this.#lastClearedAt) return false;
    const since = performance.now() - this.#clearedMs;
    if (since < restMs) return true;
    if (this.#before !== null) {
      this.#futile = this.#before - held < this.#before * worthwhile ? this.#futile + 1 : 0;
      this.#before = null;
    }
    return this.#futile >= 2 && since < futileRestMs;
  }

  #clear(excess: number): void {
    let freed = 0;
    const caches = this.#options.caches.map((cache) => ({ cache, bytes: cache.figures().bytes }));
    for (const { cache, bytes } of caches.sort((a, b) => b.bytes - a.bytes)) {
      if (freed >= excess || bytes === 0) break;
      freed += bytes;
      cache.clear();
    }
    const told = { excess: Math.round(excess), freed, limit: this.#options.limitBytes };
    this.#options.log.warn(told, 'memory is short: caches were cleared');
  }

  #tell(fraction: number): void {
    const { levels, limitBytes } = this.#options;
    const [level, fallen] = [levelOf(fraction, levels), levelOf(fraction + fallsBy, levels)];
    const higher = rankOf(level) > rankOf(this.#level);
    if (!higher && rankOf(fallen) >= rankOf(this.#level)) return;
    const change = higher ? 'rises' : 'falls';
    const used = Math.round(fraction * limitBytes);
    this.#options.log[higher ? 'warn' : 'info'](
      { pressure: level, used, limit: limitBytes },
      `memory pressure ${change}`,
    );
    this.#level = level;
  }
}

const rankOf = (level: PressureLevel): number => pressureLevels.indexOf(level);

function levelOf(fraction: number, { notice, warning, critical }: MemoryLevels): PressureLevel {
  if (fraction >= critical) return 'CRITICAL';
  if (fraction >= warning) return 'WARNING';
  return fraction >= notice ? 'NOTICE' : 'NORMAL';
}
