import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/** How long everything but the requests may take to stop. */
export const closeMs = 5_000;

/** Waits for what stops, and no longer than the deadline: what has not stopped by then ends with the process. */
export async function withinDeadline(stopped: Promise<void>, deadlineMs: number, log: Logger): Promise<void> {
  const inTime = stopped.then(() => true);
  if (await Promise.race([inTime, delay(deadlineMs, false, { ref: false })])) log.info('stopped');
  else log.error({ deadlineMs }, 'not all parts stopped in time');
}
