import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from '../../graphql/request-errors.ts';
import { orAfter } from '../../platform/or-after.ts';

/** Ends the wait for an operation that takes too long. A subscription has no end, and what comes in parts has begun. */
export function useTimeout(timeoutMs: number): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args) => {
        const answered = executeFn(args);
        return answered instanceof Promise ? orTooLate(answered, timeoutMs) : answered;
      });
    },
  };
}

const orTooLate = async (answered: Promise<ExecutionResult>, timeoutMs: number): Promise<ExecutionResult> =>
  (await orAfter(answered, timeoutMs, null)) ?? { errors: [tooLate(timeoutMs)] };

const tooLate = (timeoutMs: number) =>
  requestError(
    'UNAVAILABLE',
    `There was no answer within ${timeoutMs / 1000} s. A mutation may have been carried out all the same: send it again with the same idempotencyKey`,
    { retryAfter: 1, http: { spec: true, status: 504, headers: { 'retry-after': '1' } } },
  );
