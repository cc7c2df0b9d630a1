import type { Logger } from 'pino';
import type { MemoryReading } from './memory-governor.ts';

export interface SpareMemoryOptions {
  readonly limitBytes: number;
  readonly read: () => MemoryReading;
  /** Has the engine give back what it keeps for later: some 100 ms in which nobody is answered. */
  readonly giveBack: () => void;
  /** Share of the time since it was asked last in which the process was at work. */
  readonly busyShare: () => number;
  readonly log: Pick<Logger, 'info'>;
  readonly now: () => number;
}

/** Fractions of the limit: below that much in use nobody needs more, and less is not worth a stop. */
const matters = 0.5;
const worthwhile = 0.15;
/** Nobody notices a stop where less than this is going on. */
const idleShare = 0.1;
/** A look each second: so many of them have to be idle before. */
const idleLooks = 5;
const restMs = 60_000;
/** Where it brought little. */
const futileRestMs = 600_000;

/**
 * V8 keeps the pages that a burst of work needed, for hours: the process then looks as if it were short of memory, and jobs
 * pause. Once it rests, they are given back; those of the start always, a quarter of what it has then.
 */
export class SpareMemory {
  readonly #options: SpareMemoryOptions;
  #idle = 0;
  /** Something was given back already. */
  #sinceStart = false;
  #restsUntil = 0;

  constructor(options: SpareMemoryOptions) {
    this.#options = options;
  }

  /** Looks once: to be called each second. */
  look(): void {
    const { limitBytes, read, giveBack, busyShare, log, now } = this.#options;
    this.#idle = busyShare() < idleShare ? this.#idle + 1 : 0;
    const { rss, held } = read();
    if (this.#idle < idleLooks || now() < this.#restsUntil) return;
    const ofStart = !this.#sinceStart;
    if (!ofStart && (rss < limitBytes * matters || rss - held < limitBytes * worthwhile)) return;
    this.#sinceStart = true;
    giveBack();
    const freed = rss - read().rss;
    this.#restsUntil = now() + (ofStart || freed >= limitBytes * worthwhile ? restMs : futileRestMs);
    log.info({ freed }, 'memory that was kept for later was given back');
  }
}
