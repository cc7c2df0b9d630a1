import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { SharedResult } from '../../graphql/shared-subscriptions.ts';
import type { ErrorMask } from '../error-mask.ts';
import type { ServerContext } from '../server-context.ts';

/** Masks errors of executions for every transport, and errors around them for HTTP. */
export function useMaskedErrors(mask: ErrorMask): Plugin<ServerContext, ServerContext> {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone({ result, setResult }) {
        if (isAsyncIterable(result)) {
          return { onNext: (part) => part.setResult(mask.result(part.result, contextValue)) };
        }
        setResult(mask.result(result, contextValue));
        return undefined;
      },
    }),
    onExecutionResult({ result, setResult, context }) {
      if (!result) return;
      const masked = (one: ExecutionResult) => (one instanceof SharedResult ? one : mask.result(one, context));
      if (isAsyncIterable(result)) setResult(mapAsyncIterator(result, masked));
      else if (result.errors) setResult(masked(result));
    },
    // Errors before an operation is known pass only here.
    onResultProcess({ result, setResult, serverContext }) {
      if (isAsyncIterable(result) || Array.isArray(result) || !result.errors) return;
      setResult(mask.result(result, serverContext));
    },
  };
}
