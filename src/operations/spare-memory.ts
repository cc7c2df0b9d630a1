import type { Logger } from 'pino';

export interface SpareMemoryOptions {
  /** Bytes of the machine's memory that the process has. */
  readonly rss: () => number;
  /** Has the engine give back what it keeps for later: some 100 ms in which nobody is answered. */
  readonly giveBack: () => void;
  /** Share of the time since it was asked last in which the process was at work. */
  readonly busyShare: () => number;
  readonly log: Pick<Logger, 'info'>;
  readonly now: () => number;
}

/** Bytes: less is not worth a stop. */
const worthwhile = 32_000_000;
/** Nobody notices a stop where less than this is going on. */
const idleShare = 0.1;
/** A look each second: so many of them have to be idle before. */
const idleLooks = 5;
/** The same after the start, which nobody was served by. */
const idleLooksOfStart = 1;
const restMs = 60_000;

/**
 * V8 keeps the pages that a burst of work needed, for hours: the process then looks as if it were short of memory, and jobs
 * pause. Once it rests and has more than was left the last time, they are given back; those of the start always, a quarter of
 * what it has then.
 */
export class SpareMemory {
  readonly #options: SpareMemoryOptions;
  #idle = 0;
  /** What was left when something was given back last; null: nothing was yet. */
  #left: number | null = null;
  #restsUntil = 0;

  constructor(options: SpareMemoryOptions) {
    this.#options = options;
  }

  /** Looks once: to be called each second. */
  look(): void {
    const { rss, giveBack, busyShare, log, now } = this.#options;
    this.#idle = busyShare() < idleShare ? this.#idle + 1 : 0;
    const ofStart = this.#left === null;
    if (this.#idle < (ofStart ? idleLooksOfStart : idleLooks) || now() < this.#restsUntil) return;
    const before = rss();
    if (this.#left !== null && before - this.#left < worthwhile) return;
    giveBack();
    this.#left = rss();
    this.#restsUntil = now() + restMs;
    log.info({ freed: before - this.#left }, 'unused memory was returned to the system');
  }
}
