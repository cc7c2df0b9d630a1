import { type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { AnswerSize } from '../../graphql/answer-size.ts';
import type { OperationCosts } from '../limits/operation-costs.ts';
import { LONG_TEXT, overLimit } from '../limits/query-limits.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * Refuses an operation whose answer could be too large before any of it runs, or when it becomes so; and one whose cost is unknown because
 * its variables do not fit. The operations of a batch share one limit.
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
      const errors = refusals(args, () => spent.cost + costs.of(args));
      if (errors.length > 0) setResultAndStopExecution({ errors });
      // What does not run leaves its share to the others.
      else spent.cost += costs.of(args);
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = refusals(args, () => costs.of(args));
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

/** `costOf` is called only if the variables fit. */
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

/** Most errors reported at once. */
const mostErrors = 50;

/**
 * Returns the errors of an operation's variables; none if they fit. Each error may quote a whole variable: for long ones only the
 * first is reported. A hundred thousand unknown fields of one object took an hour and more memory than there is.
 */
function wrongVariables({ schema, document, operationName, variableValues }: ExecutionArgs): readonly GraphQLError[] {
  const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
  const given = variableValues ?? {};
  const errorsOf = (most: number, brief: boolean) =>
    getVariableValues(schema, variableDefinitions, given, { maxErrors: most, hideSuggestions: brief }).errors ?? [];
  const [first] = errorsOf(1, true);
  if (!first) return [];
  return JSON.stringify(given).length > LONG_TEXT ? [first] : errorsOf(mostErrors, false);
}
