import { setTimeout as delay } from 'node:timers/promises';

/** Parses a `Retry-After` header, which holds seconds or a date, and returns milliseconds. Null if missing or invalid. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  // An HTTP date begins with the name of a day. JavaScript would parse other texts, too: "-5" as a day in 2001.
  const at = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** We do not wait longer than this for a server, even if it asks us to: the caller can retry later. */
export const longestWaitMs = 30_000;

/** Exponential back-off with jitter, for servers that give no time. */
export const backOffMs = (firstMs: number, attempts: number): number =>
  firstMs * 2 ** (attempts - 1) * (0.5 + Math.random());

export interface Patience {
  /** Maximum number of attempts. */
  readonly attempts: number;
  /** Delay before the second attempt; doubled before each further one. */
  readonly backOffMs: number;
  /** Gives up if the server asks for a longer delay. */
  readonly longestWaitMs: number;
  /** Asked before each further attempt: what is sent may have been deleted during the delay. Omitted: always. */
  readonly mayRepeat?: (() => Promise<boolean>) | undefined;
}

/** Outcome of a failed attempt. */
export interface FailedAttempt {
  readonly error: Error;
  /** Whether a retry may succeed. */
  readonly mayPass: boolean;
  /** Delay that the server asks for; null: none. */
  readonly waitMs: number | null;
}

/**
 * Retries with delays until an attempt succeeds, and returns its result. Throws the error of the last attempt; at once if `gone` is
 * aborted during a delay, and after a delay if it may not be repeated.
 */
export async function tryAgainLater<Brought>(
  patience: Patience,
  attempt: () => Promise<{ readonly brought: Brought } | FailedAttempt>,
  gone: AbortSignal | null,
): Promise<Brought> {
  for (let number = 1; ; number += 1) {
    const outcome = await attempt();
    if ('brought' in outcome) return outcome.brought;
    const { error, mayPass, waitMs } = outcome;
    const restMs = waitMs ?? backOffMs(patience.backOffMs, number);
    if (!mayPass || number >= patience.attempts || restMs > patience.longestWaitMs) throw error;
    await delay(restMs, undefined, gone ? { signal: gone } : {}).catch(() => {
      throw error;
    });
    if (patience.mayRepeat && !(await patience.mayRepeat())) throw error;
  }
}
