/** Where a background job stands. FAILED ones are tried again by themselves, DEAD ones by hand only. */
export const jobStates = ['WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED'] as const;
export type JobState = (typeof jobStates)[number];

/** A background job as its operators see it: what it is told stays out. */
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

/** How many jobs of a queue stand where, over all accounts. */
export interface JobCounts {
  readonly queue: string;
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
  readonly dead: number;
  readonly oldestWaitingSeconds: number | null;
}
