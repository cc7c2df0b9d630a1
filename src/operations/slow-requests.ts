import type { Logger } from 'pino';
import type { AnsweredRequest } from './answered-request.ts';

/** Returns whether a request was slow, and logs it then. */
export type SlowRequests = (request: AnsweredRequest) => boolean;

/** Logs each request that took longer than `overMs` milliseconds, with what it spent them on; 0: none. */
export function slowRequests(overMs: number, log: Pick<Logger, 'warn'>): SlowRequests {
  return ({ milliseconds, parts, ...request }) => {
    if (overMs === 0 || milliseconds <= overMs) return false;
    const spent = parts.map(({ part, milliseconds: ms, count, by }) => {
      return [part, { ms: rounded(ms), count, ...(by.size > 0 && { by: [...by.keys()] }) }] as const;
    });
    log.warn({ ...request, ms: rounded(milliseconds), parts: Object.fromEntries(spent) }, 'slow request');
    return true;
  };
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
