import type { Plugin } from 'graphql-yoga';
import { AnswerSize } from '../../graphql/answer-size.ts';
import type { OperationCosts } from '../operation-costs.ts';
import { overLimit } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';

/** Refuses an operation whose answer could be too large, before anything of it runs, or becomes so. Those of a batch share one limit. */
export function useQueryCost(costs: OperationCosts): Plugin<ServerContext, ServerContext> {
  return {
    onRequestParse: ({ serverContext }) => ({
      onRequestParseDone({ requestParserResult }) {
        if (Array.isArray(requestParserResult)) serverContext.spent = { cost: 0, size: new AnswerSize() };
      },
    }),
    onExecute({ args, context, setResultAndStopExecution }) {
      const { spent = { cost: 0, size: new AnswerSize() } } = context;
      Object.assign(context, { size: spent.size });
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
