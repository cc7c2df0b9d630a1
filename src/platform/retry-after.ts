import { setTimeout as delay } from 'node:timers/promises';

/** How long a `Retry-After` header asks to wait, in milliseconds: it holds seconds or a date. Null where it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  // What begins with no day's name is no date of HTTP, though JavaScript may read one: "-5" would be in the year 2001.
  const at = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Who asks us to wait longer than this is not waited for: whoever wants the answer tries again later. */
export const longestWaitMs = 30_000;

/** How long to wait after so many attempts where nobody says: twice as long each time, and never all at once. */
export const backOffMs = (firstMs: number, attempts: number): number =>
  firstMs * 2 ** (attempts - 1) * (0.5 + Math.random());

export interface Patience {
  /** Attempts in all. */
  readonly attempts: number;
  /** How long to wait before the second; twice as long before each further one. */
  readonly backOffMs: number;
  /** Who asks us to wait longer is not waited for. */
  readonly longestWaitMs: number;
}

/** What came of an attempt that brought nothing. */
export interface FailedAttempt {
  readonly error: Error;
  /** Whether a further one may succeed. */
  readonly mayPass: boolean;
  /** How long whoever was asked wants us to wait before; null: it does not say. */
  readonly waitMs: number | null;
}

/**
 * What the first attempt that succeeds brings, each made some time after the one before. Throws the error of the last one; at once where `gone` is
 * aborted while it waits.
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
  }
}
