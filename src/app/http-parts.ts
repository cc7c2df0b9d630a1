import type { AnswerCache } from './answers/answer-cache.ts';
import type { ErrorMask } from './error-mask.ts';
import type { Observed } from './observed.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import type { RateHeaders } from './rate-headers.ts';

/** Parts shared by the fast path and by Yoga. */
export interface HttpParts {
  readonly maxBodyBytes: number;
  /** Whether long answers are compressed for clients that accept it. */
  readonly compressed: boolean;
  readonly persisted: PersistedOperations;
  readonly mask: ErrorMask;
  readonly observed: Observed;
  /** Null: each operation is executed. */
  readonly answers: AnswerCache | null;
  readonly rateHeaders: RateHeaders;
}
