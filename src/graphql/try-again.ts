import { setTimeout as delay } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isDatabaseAway, wasGivenUp } from '../platform/database-errors.ts';
import { runAnew } from '../platform/run-anew.ts';
import { andThen, type Soon } from '../platform/streams/soon.ts';

/** Milliseconds before each retry of a subscription's reads: later events wait as long. */
const waitsMs: readonly number[] = [200, 400, 800];

/** Whether an error is temporary: the database was unreachable, or it aborted the transaction in a conflict with others. */
const lacksDatabase = (error: unknown): boolean =>
  error instanceof GraphQLError && error.originalError
    ? lacksDatabase(error.originalError)
    : wasGivenUp(error) || isDatabaseAway(error);

/** Retries a read after temporary errors of the database, up to three times. */
export const readAgain = <T>(read: () => Promise<T>): Promise<T> =>
  runAnew(waitsMs.length + 1, read, lacksDatabase, (attempts) =>
    delay(waitsMs[attempts - 1], undefined, { ref: false }),
  );

/** The same for an execution, whose errors are in its result. */
export function executeAgain(execute: (attempt: number) => Soon<ExecutionResult>, attempt = 0): Soon<ExecutionResult> {
  const waitMs = waitsMs[attempt];
  return andThen(execute(attempt), (result) => {
    if (waitMs === undefined || !result.errors?.some(lacksDatabase)) return result;
    return delay(waitMs, undefined, { ref: false }).then(() => executeAgain(execute, attempt + 1));
  });
}
