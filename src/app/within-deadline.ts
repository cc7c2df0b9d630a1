import type { Logger } from 'pino';
import { orAfter } from '../platform/or-after.ts';
import { pause } from '../platform/pause.ts';

/** How long everything but the requests may take to stop. */
export const closeMs = 5_000;
/** Usual stops are over before the first look at the database. */
const usualLookMs = 1_000;
/** Looks in a row at which the database is silent, two seconds each: one alone may meet a disk that stalls for a moment. */
const silentLooks = 2;

interface Stop {
  /** How long requests may take to end. */
  readonly drainMs: number;
  /** Resolves when they have ended, or had that time; null: there are none. */
  readonly drained: Promise<void> | null;
  /** Whether the database is there and says nothing. */
  readonly isSilent: () => Promise<boolean>;
  /** Time before each look at a database that answers; omitted: a second. */
  readonly lookMs?: number;
  readonly log: Logger;
}

/**
 * Waits for a stop: parts that have not stopped by a deadline end with the process. While the database is silent, nothing can be saved, and
 * its connections take tens of seconds to fail: once requests have had their time, the stop does not wait for it.
 */
export async function withinDeadline(stopped: Promise<void>, stop: Stop): Promise<void> {
  const { drainMs, log } = stop;
  const deadlineMs = drainMs + closeMs;
  const over = new AbortController();
  const outcome = Promise.race([
    stopped.then(() => 'stopped' as const),
    fallenSilent(stop, over.signal).then(() => 'silent' as const),
  ]);
  try {
    const how = await orAfter(outcome, deadlineMs, 'late' as const);
    if (how === 'stopped') log.info('stopped');
    if (how === 'silent') log.error('the database does not answer: the stop does not wait for it any longer');
    if (how === 'late') log.error({ deadlineMs }, 'not all parts stopped in time');
  } finally {
    over.abort();
  }
}

/** Resolves when the database has been silent for a while and no requests are left; after the signal, it means nothing. */
async function fallenSilent({ drained, isSilent, lookMs = usualLookMs }: Stop, signal: AbortSignal): Promise<void> {
  let hasDrained = drained === null;
  void drained?.then(() => {
    hasDrained = true;
  });
  let silent = 0;
  while (!signal.aborted && (silent < silentLooks || !hasDrained)) {
    if (silent === 0) await pause(lookMs, signal);
    silent = !signal.aborted && (await isSilent()) ? silent + 1 : 0;
  }
}
