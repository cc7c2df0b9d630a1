import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from '../../graphql/request-errors.ts';

/** Ends the wait for an operation that takes too long. A subscription has no end, and what comes in parts has begun. */
export function useTimeout(timeoutMs: number): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args) => {
        const answered = executeFn(args);
        return answered instanceof Promise ? within(timeoutMs, answered) : answered;
      });
    },
  };
}

async function within(timeoutMs: number, answered: Promise<ExecutionResult>): Promise<ExecutionResult> {
  const { promise: late, resolve } = Promise.withResolvers<ExecutionResult>();
  const timer = setTimeout(() => resolve({ errors: [tooLate(timeoutMs)] }), timeoutMs);
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = (timeoutMs: number) =>
  requestError(
    'UNAVAILABLE',
    `There was no answer within ${timeoutMs / 1000} s. A mutation may have been carried out all the same: send it again with the same idempotencyKey`,
    { retryAfter: 1, http: { spec: true, status: 504, headers: { 'retry-after': '1' } } },
  );
