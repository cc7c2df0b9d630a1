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
}

/** Puts jobs into their queues. */
export interface JobSender {
  /** The job is sent if the unit commits, and wakes a worker of this process at once. */
  send<Payload extends object>(unit: UnitOfWork, job: Job<Payload>, payload: Payload): Promise<void>;
}
