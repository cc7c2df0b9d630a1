import { DatabaseError } from 'pg';
import { runAnew } from '../platform/run-anew.ts';

const maxAttempts = 5;

/** Runs a unit of work anew where an equal memory came in between. */
export const withoutCollision = <Result>(transaction: () => Promise<Result>): Promise<Result> =>
  runAnew(maxAttempts, transaction, isCollision);

const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'memory_duplicate';
