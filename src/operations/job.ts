/** State of a background job. FAILED ones are retried automatically, DEAD ones only by hand. */
export type JobState = 'WAITING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'DEAD' | 'CANCELLED';

/** A background job as operators see it, without its payload. */
export interface JobRecord {
  readonly id: string;
  readonly queue: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface JobFilter {
  readonly queue: string | null;
  readonly states: readonly JobState[] | null;
}

/** Number of jobs of a queue in each state, over all accounts. */
export interface JobCounts {
  readonly queue: string;
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
  readonly dead: number;
  readonly oldestWaitingSeconds: number | null;
}
