import type { Logger } from 'pino';
import { orAfter } from '../platform/or-after.ts';

/** How long everything but the requests may take to stop. */
export const closeMs = 5_000;

/** Waits for what stops, and no longer than the deadline: what has not stopped by then ends with the process. */
export async function withinDeadline(stopped: Promise<void>, deadlineMs: number, log: Logger): Promise<void> {
  const inTime = stopped.then(() => true);
  if (await orAfter(inTime, deadlineMs, false)) log.info('stopped');
  else log.error({ deadlineMs }, 'not all parts stopped in time');
}
