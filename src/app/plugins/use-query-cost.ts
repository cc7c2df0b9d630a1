import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type ExecutionArgs, GraphQLError, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { overLimit } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';

/** Refuses an operation whose answer could be too large, before anything of it runs. Those of a batch share one limit. */
export function useQueryCost(): Plugin<ServerContext, ServerContext> {
  return {
    onRequestParse: ({ serverContext }) => ({
      onRequestParseDone({ requestParserResult }) {
        if (Array.isArray(requestParserResult)) serverContext.spent = { cost: 0 };
      },
    }),
    onExecute({ args, context: { spent = { cost: 0 } }, setResultAndStopExecution }) {
      spent.cost += costOf(args);
      const refusal = overLimit('cost', spent.cost);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = overLimit('cost', costOf(args));
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

/** The cost by the rules of the fields; 0 where variables do not fit, which execution itself reports. */
function costOf({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  try {
    const alone = { ...document, definitions: [operation, ...fragments] };
    const variables = variableValues ?? {};
    return complexityFromQuery(alone, { schema, variables, ctx: contextValue ?? {} }).complexity;
  } catch (error) {
    if (error instanceof GraphQLError) return 0;
    throw error;
  }
}
