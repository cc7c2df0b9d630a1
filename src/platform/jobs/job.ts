import type { z } from 'zod';
import type { UnitOfWork } from '../events/unit-of-work.ts';

/**
 * A kind of work for the background: its name and what it is told, apart from what does it. A payload holds ids, never
 * content. A job may run twice, or be broken off anywhere and run again: its work has to bear that.
 */
export interface Job<Payload extends object> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /**
   * Of equal keys one waits at most. Only for jobs that need not see what their sender has not committed yet: the one
   * that waits may begin before.
   */
  readonly keyOf?: (payload: Payload) => string;
  /**
   * Whose work it is. Of one owner one job of a kind runs at a time in a process, and another owner's runs beside it: who
   * has much to do, or much to wait for, holds up himself. Without it the jobs of a kind run one after the other.
   */
  readonly ownerOf?: (payload: Payload) => string;
}

/** Puts jobs into their queues. */
export interface JobSender {
  /** Where the queues lie; without it where they usually do. */
  readonly schema?: string;
  /** The job is sent if the unit commits, and wakes a worker of this process at once. */
  send<Payload extends object>(unit: UnitOfWork, job: Job<Payload>, payload: Payload): Promise<void>;
}

/**
 * Does the work of a job. The signal aborts when the process stops or the job was taken over by another worker: end
 * soon then, by throwing or by `again`. `again` hands back what is not finished, behind the jobs that wait already.
 */
export type RunJob<Payload extends object> = (payload: Payload, signal: AbortSignal) => Promise<'done' | 'again'>;

/** What the queue remembers of a failure: its kind, and nothing that could hold content. */
export class JobFailedError extends Error {
  override readonly name = 'JobFailedError';

  constructor(reason: unknown) {
    const code = reason instanceof Error && 'code' in reason ? ` ${reason.code}` : '';
    super(`${reason instanceof Error ? reason.name : typeof reason}${code}: the log has the rest`);
  }
}
