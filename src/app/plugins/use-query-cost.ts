import type { Plugin } from 'graphql-yoga';
import type { OperationCosts } from '../operation-costs.ts';
import { overLimit } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';

/** Refuses an operation whose answer could be too large, before anything of it runs. Those of a batch share one limit. */
export function useQueryCost(costs: OperationCosts): Plugin<ServerContext, ServerContext> {
  return {
    onRequestParse: ({ serverContext }) => ({
      onRequestParseDone({ requestParserResult }) {
        if (Array.isArray(requestParserResult)) serverContext.spent = { cost: 0 };
      },
    }),
    onExecute({ args, context: { spent = { cost: 0 } }, setResultAndStopExecution }) {
      spent.cost += costs.of(args);
      const refusal = overLimit('cost', spent.cost);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = overLimit('cost', costs.of(args));
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}
