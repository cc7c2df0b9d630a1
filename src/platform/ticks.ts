import { setTimeout as delay } from 'node:timers/promises';

/** Yields the time at once, and then `intervalMs` after each further call, until `return()`. */
export function ticks(intervalMs: number): AsyncIterableIterator<Date, undefined> {
  const ended = new AbortController();
  let first = true;
  const end = { done: true, value: undefined } as const;
  return {
    async next() {
      const waited = first || delay(intervalMs, true, { signal: ended.signal }).catch(() => false);
      first = false;
      return (await waited) && !ended.signal.aborted ? { done: false, value: new Date() } : end;
    },
    async return() {
      ended.abort();
      return end;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
