import type { IncomingMessage } from 'node:http';
import { getOrInsert } from '../../platform/get-or-insert.ts';

interface FairPaceOptions {
  /** How many may begin without a wait, after a pause. */
  readonly atOnce: number;
  /** Interval between further turns. */
  readonly gapMs: number;
  /** Turns per interval; omitted: 1. */
  readonly eachGap?: number;
  /** `turn` refuses if the wait would be longer; omitted: never. */
  readonly longestMs?: number;
  /** Whether there is room for another; omitted: always. */
  readonly hasRoom?: () => boolean;
}

interface TurnOptions {
  readonly isGone?: () => boolean;
  /** Default: 1. */
  readonly turns?: number;
}

/** Begins the work and returns how many turns it used; 0 if nobody waits for it any more. */
type Begin = () => number;

/**
 * Staggers the start of bursts of work, round-robin over the crowds. Paced by its timer and not by the clock: in a busy process
 * the work begins later still.
 */
export class FairPace {
  readonly #options: FairPaceOptions;
  readonly #crowds = new Map<string, Begin[]>();
  /** Turns that those who wait for theirs will use. */
  #promised = 0;
  /** How many may begin now. Below 0: so many turns were used that were not there yet. */
  #left: number;
  #beginning = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: FairPaceOptions) {
    this.#options = options;
    this.#left = options.atOnce;
  }

  /** Whether anything waits. */
  get crowded(): boolean {
    return this.#crowds.size > 0;
  }

  /** `crowd` groups callers for fairness. Work that enters while another begins does not begin within it. */
  enter(crowd: string, begin: Begin): void {
    this.#timer ??= setInterval(this.#tick, this.#options.gapMs).unref();
    if (!this.crowded && this.#mayBegin && !this.#beginning) {
      this.#begin(begin);
      return;
    }
    getOrInsert(this.#crowds, crowd, () => []).push(begin);
  }

  /**
   * Resolves to true at the caller's turn, to false at once if the wait would be too long. A caller uses as many turns as its work is
   * worth, and none if it `isGone` by then.
   */
  turn(crowd: string, { isGone = () => false, turns = 1 }: TurnOptions = {}): Promise<boolean> {
    const { gapMs, eachGap = 1, longestMs = Number.POSITIVE_INFINITY } = this.#options;
    const ahead = this.#promised + Math.max(0, -this.#left);
    if ((ahead * gapMs) / eachGap >= longestMs) return Promise.resolve(false);
    this.#promised += turns;
    return new Promise((resolve) => {
      this.enter(crowd, () => {
        this.#promised -= turns;
        resolve(true);
        return isGone() ? 0 : turns;
      });
    });
  }

  get #mayBegin(): boolean {
    return this.#left > 0 && (this.#options.hasRoom?.() ?? true);
  }

  #begin(begin: Begin): void {
    this.#beginning = true;
    try {
      const counted = begin();
      this.#left -= counted;
    } finally {
      this.#beginning = false;
    }
  }

  readonly #tick = (): void => {
    const { atOnce, eachGap = 1 } = this.#options;
    this.#left = Math.min(atOnce, this.#left + eachGap);
    while (this.#mayBegin) {
      const [next] = this.#crowds;
      if (!next) break;
      const [crowd, waiting] = next;
      this.#crowds.delete(crowd);
      const begin = waiting.shift();
      if (waiting.length > 0) this.#crowds.set(crowd, waiting);
      if (begin) this.#begin(begin);
    }
    if (this.crowded || this.#left < atOnce || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  };
}

const probes = new Set(['/health', '/ready']);

/** Groups requests by sender without any look-up; probes have groups of their own, so that they do not wait behind others. */
export const crowdOf = ({ url = '', headers }: IncomingMessage): string =>
  probes.has(url) ? url : (headers.authorization ?? headers.cookie ?? '');
