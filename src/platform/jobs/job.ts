import type { z } from 'zod';
import type { UnitOfWork } from '../events/unit-of-work.ts';

/**
 * A kind of background work: its name and payload, separate from the function that runs it. A payload holds ids, never
 * content. A job may run twice, or be interrupted anywhere and run again: its work must be idempotent.
 */
export interface Job<Payload extends object> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /**
   * At most one job with the same key waits in the queue. Only for jobs that need not see their sender's uncommitted changes: the waiting
   * one may start before the commit.
   */
  readonly keyOf?: (payload: Payload) => string;
  /**
   * Owner of the work. In a process only one job of a kind and owner runs at a time, beside one of another owner: an owner with
   * much work, or long waits, delays only itself. Without it the jobs of a kind run one after another.
   */
  readonly ownerOf?: (payload: Payload) => string;
}

/** Sends jobs to their queues. */
export interface JobSender {
  /** Schema of the queues; default: `usualJobsSchema`. */
  readonly schema?: string;
  /** Sends the job if the unit of work commits, and wakes a worker of this process at once. */
  send<Payload extends object>(unit: UnitOfWork, job: Job<Payload>, payload: Payload): Promise<void>;
}

/**
 * Runs a job. The signal aborts when the process stops or another worker has taken the job over: then end
 * soon, by throwing or returning `again`. `again` requeues unfinished work behind the waiting jobs.
 */
export type RunJob<Payload extends object> = (payload: Payload, signal: AbortSignal) => Promise<'done' | 'again'>;

/** What the queue stores about a failure: its kind, and nothing that could contain content. */
export class JobFailedError extends Error {
  override readonly name = 'JobFailedError';

  constructor(reason: unknown) {
    const code = reason instanceof Error && 'code' in reason ? ` ${reason.code}` : '';
    super(`${reason instanceof Error ? reason.name : typeof reason}${code}: the log has the rest`);
  }
}
