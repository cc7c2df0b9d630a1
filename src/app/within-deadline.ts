import type { Logger } from 'pino';
import { orAfter } from '../platform/or-after.ts';

/** How long everything but the requests may take to stop. */
export const closeMs = 5_000;

/** Waits for a stop, in which requests may take `drainMs` to end: parts that have not stopped by then end with the process. */
export async function withinDeadline(stopped: Promise<void>, drainMs: number, log: Logger): Promise<void> {
  const deadlineMs = drainMs + closeMs;
  const inTime = stopped.then(() => true);
  if (await orAfter(inTime, deadlineMs, false)) log.info('stopped');
  else log.error({ deadlineMs }, 'not all parts stopped in time');
}
