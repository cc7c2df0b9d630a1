import { setTimeout as delay } from 'node:timers/promises';

/** Waits for so many milliseconds, or until the signal is aborted, if there is one. */
export async function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
