import type { AnswerCache } from './answers/answer-cache.ts';
import type { ErrorMask } from './error-mask.ts';
import type { Observed } from './observed.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import type { RateHeaders } from './rate-headers.ts';

/** What both ways of an HTTP request stand on: the short one, and Yoga. */
export interface HttpParts {
  readonly maxBodyBytes: number;
  /** Whether long answers are compressed for who takes that. */
  readonly compressed: boolean;
  readonly persisted: PersistedOperations;
  readonly mask: ErrorMask;
  readonly observed: Observed;
  /** Null: each operation is executed. */
  readonly answers: AnswerCache | null;
  readonly rateHeaders: RateHeaders;
}
