import { type ExecutionArgs, type GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import { LONG_TEXT } from './query-limits.ts';

/** Most errors reported at once. */
const mostErrors = 50;

type Given = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;

/**
 * Returns the errors of an operation's variables; none if they fit. Each error may quote a whole variable: for long ones only the
 * first is reported. A hundred thousand unknown fields of one object took an hour and more memory than there is.
 */
export function wrongVariables({ schema, document, operationName, variableValues }: Given): readonly GraphQLError[] {
  const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
  const given = variableValues ?? {};
  const errorsOf = (most: number, brief: boolean) =>
    getVariableValues(schema, variableDefinitions, given, { maxErrors: most, hideSuggestions: brief }).errors ?? [];
  const [first] = errorsOf(1, true);
  if (!first) return [];
  return JSON.stringify(given).length > LONG_TEXT ? [first] : errorsOf(mostErrors, false);
}
