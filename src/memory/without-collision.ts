import { DatabaseError } from 'pg';
import { runAnew } from '../platform/run-anew.ts';

const maxAttempts = 5;

/** Retries a transaction if an equal memory was added concurrently. */
export const withoutCollision = <Result>(transaction: () => Promise<Result>): Promise<Result> =>
  runAnew(maxAttempts, transaction, isCollision);

const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'memory_duplicate';
