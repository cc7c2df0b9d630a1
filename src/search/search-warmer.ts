import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { StreamRef } from '../platform/events/commits.ts';
import type { CachedFinder } from './cached-finder.ts';

interface SearchWarmerOptions {
  readonly finder: Pick<CachedFinder, 'warm'>;
  /** Calls the listener after each commit, of this process or another. */
  readonly onWake: (listener: (touched: readonly StreamRef[]) => void) => Disposable;
  /** Nothing is warmed while this returns true, because memory is short. */
  readonly paused: () => boolean;
  /** Delay after a change; omitted: two seconds, within which the consumers of the event log have mostly caught up. */
  readonly delayMs?: number;
  readonly log: Pick<Logger, 'warn'>;
}

const defaultDelayMs = 2_000;
/** Most questions of one account that are warmed after a change. */
const mostWarmed = 5;
/** Ratio of rest to work: it uses at most a tenth of one core. */
const restTimes = 9;

/** After a change, searches again for the account's most frequent questions, so that the next one to ask finds a cached answer. */
export class SearchWarmer implements AsyncDisposable {
  readonly #options: SearchWarmerOptions;
  readonly #changed = new Set<string>();
  readonly #stop = new AbortController();
  readonly #listening: Disposable;
  #working: Promise<void> | null = null;

  constructor(options: SearchWarmerOptions) {
    this.#options = options;
    this.#listening = options.onWake((touched) => this.#note(touched));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#stop.abort();
    await this.#working;
  }

  #note(touched: readonly StreamRef[]): void {
    for (const { accountId, kind } of touched) if (kind === 'collection') this.#changed.add(accountId);
    this.#begin();
  }

  #begin(): void {
    if (this.#changed.size === 0 || this.#stop.signal.aborted) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      this.#begin();
    });
  }

  async #work(): Promise<void> {
    const { finder, paused, delayMs = defaultDelayMs, log } = this.#options;
    while (this.#changed.size > 0 && (await this.#wait(delayMs))) {
      const accounts = [...this.#changed];
      this.#changed.clear();
      for (const accountId of accounts) {
        if (this.#stop.signal.aborted || paused()) break;
        const rest = async (tookMs: number) => void (await this.#wait(tookMs * restTimes));
        await finder
          .warm(accountId, mostWarmed, rest)
          .catch((error: unknown) => log.warn({ err: error }, 'frequent questions could not be asked in advance'));
      }
    }
  }

  /** Returns false if it is to stop. */
  #wait(ms: number): Promise<boolean> {
    const { signal } = this.#stop;
    return delay(ms, true, { signal, ref: false }).catch(() => false);
  }
}
