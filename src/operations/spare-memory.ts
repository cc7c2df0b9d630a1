import type { Logger } from 'pino';

interface SpareMemoryOptions {
  /** Resident memory of the process, in bytes. */
  readonly rss: () => number;
  /** Makes the engine release memory that it keeps for later: some 100 ms in which nobody is answered. */
  readonly giveBack: () => void;
  /** Share of the time since its last call in which the process was busy. */
  readonly busyShare: () => number;
  readonly log: Pick<Logger, 'info'>;
}

/** In bytes: to release less is not worth a stop. */
const worthwhile = 32_000_000;
/** Below this share, nobody notices a stop. */
const idleShare = 0.1;
/** Number of checks in a row, one per second, that have to be idle before memory is released. */
const idleLooks = 5;
/** The same after the start, during which nobody was served. */
const idleLooksOfStart = 1;
const restMs = 60_000;

/**
 * V8 keeps the pages that a burst of work needed, for hours: the process then seems to be short of memory, and jobs pause. Once
 * it is idle and has more than was left the last time, they are released; those of the start always, a quarter of what it has
 * then, unless it released them itself.
 */
export class SpareMemory {
  readonly #options: SpareMemoryOptions;
  #idle = 0;
  /** Resident memory after the last release; null before the first. */
  #left: number | null = null;
  #restsUntil = 0;

  constructor(options: SpareMemoryOptions) {
    this.#options = options;
  }

  /** Checks once; to be called every second. */
  look(): void {
    const { rss, busyShare } = this.#options;
    this.#idle = busyShare() < idleShare ? this.#idle + 1 : 0;
    const ofStart = this.#left === null;
    if (this.#idle < (ofStart ? idleLooksOfStart : idleLooks) || performance.now() < this.#restsUntil) return;
    if (this.#left === null || rss() - this.#left >= worthwhile) this.release();
  }

  /** Blocks the process for some 100 ms. */
  release(): void {
    const { rss, giveBack, log } = this.#options;
    const before = rss();
    giveBack();
    this.#left = rss();
    this.#restsUntil = performance.now() + restMs;
    log.info({ freed: before - this.#left }, 'unused memory was returned to the system');
  }
}
