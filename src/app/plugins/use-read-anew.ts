import { type ExecutionResult, getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context, Loaders } from '../../graphql/context.ts';
import { isGoneMeanwhile } from '../../graphql/request-errors.ts';

/** How often a query is executed at most: while it is read anew, something else may be deleted. */
const mostTimes = 3;

/**
 * Executes a query once more if something that it had found was deleted before it had read all of it: then that is not found at all.
 * Most links are never null, so that the error of one hit would take the place of all others.
 */
export function useReadAnew(): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      if (getOperationAST(args.document, args.operationName)?.operation !== 'query') return;
      setExecuteFn(async (given) => {
        for (let times = 1; ; times += 1) {
          const result = await executeFn(given);
          if (times === mostTimes || !foundWhatIsGone(result)) return result;
          forgetLoaded(args.contextValue.loaders);
        }
      });
    },
  };
}

const foundWhatIsGone = (result: ExecutionResult | AsyncIterable<unknown>): boolean =>
  !isAsyncIterable(result) && result.errors?.some(isGoneMeanwhile) === true;

function forgetLoaded(loaders: Loaders): void {
  for (const loader of Object.values(loaders)) loader.clearAll();
}
