import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { AnswerSize } from '../../graphql/answer-size.ts';
import type { OperationCosts } from '../operation-costs.ts';
import { overLimit } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';
import { wrongVariables } from '../wrong-variables.ts';

/**
 * Refuses an operation whose answer could be too large, before anything of it runs, or becomes so; and one of which nobody can tell, since
 * what it was given does not fit. Those of a batch share one limit.
 */
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
      const errors = refusals(args, () => {
        spent.cost += costs.of(args);
        return spent.cost;
      });
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = refusals(args, () => costs.of(args));
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

/** `costOf` is asked of what can be priced alone. */
function refusals(args: ExecutionArgs, costOf: () => number): readonly GraphQLError[] {
  const wrong = wrongVariables(args);
  if (wrong.length > 0) return wrong;
  try {
    const refusal = overLimit('cost', costOf());
    return refusal ? [refusal] : [];
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
