import type { Logger } from 'pino';
import { isDatabaseAway } from './database-errors.ts';

interface Failure {
  readonly err: unknown;
  /** What it concerns. */
  readonly [field: string]: unknown;
}

/**
 * Logs as an error what somebody has to look into. That the database is away is a warning, without what it concerns: everything
 * fails then, and the logger tells such a line once a minute.
 */
export function logFailure(log: Pick<Logger, 'warn' | 'error'>, failure: Failure, message: string): void {
  if (isDatabaseAway(failure.err)) log.warn({ err: failure.err }, message);
  else log.error(failure, message);
}
