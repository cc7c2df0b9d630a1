import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type ExecutionArgs, getOperationAST, Kind } from 'graphql';

/** An operation about to run; its context is its own. */
type Priced = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'> & {
  readonly contextValue: object;
};

/** What operations cost by the rules of their fields. Each is worked out once, whoever asks. */
export class OperationCosts {
  readonly #known = new WeakMap<object, number>();

  /** Throws a GraphQLError where an argument cannot be read. Execution would leave that field out, and answer all others at any cost. */
  of(args: Priced): number {
    const { contextValue } = args;
    const known = this.#known.get(contextValue);
    if (known !== undefined) return known;
    const cost = costOf(args);
    this.#known.set(contextValue, cost);
    return cost;
  }
}

/** 0 where there is no such operation, which execution itself reports. The variables have to fit: see `wrongVariables`. */
function costOf({ schema, document, operationName, variableValues, contextValue }: Priced): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const alone: DocumentNode = { ...document, definitions: [operation, ...fragments] };
  const variables = variableValues ?? {};
  return Math.ceil(complexityFromQuery(alone, { schema, variables, ctx: contextValue }).complexity);
}
