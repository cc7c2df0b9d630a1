import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from '../../graphql/request-errors.ts';
import { orAfter } from '../../platform/or-after.ts';

/** Stops waiting for an operation that takes too long. Subscriptions have no end, and answers in parts have begun. */
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
