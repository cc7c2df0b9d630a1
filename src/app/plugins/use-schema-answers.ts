import { type DocumentNode, type ExecutionResult, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** The whole schema is a megabyte. Tools send few different documents; a client that keeps changing its own has each executed. */
const mostAnswers = 8;

/** A result that may bring its own serializer. Source: Yoga's `ExecutionResultWithSerializer`, which it does not export. */
export interface WritableResult extends ExecutionResult {
  readonly stringify?: (result: ExecutionResult) => string;
}

/**
 * Executes and serializes a query about the schema alone once for each of the latest documents: its answer is the same for everybody,
 * either step blocks for some ten milliseconds, and the query needs no token.
 */
export function useSchemaAnswers(): Plugin {
  const answers = new LRUCache<DocumentNode, WritableResult>({ max: mostAnswers });
  return {
    onExecute({ args: { document }, setResultAndStopExecution }) {
      const known = answers.get(document);
      if (known) return setResultAndStopExecution({ ...known });
      if (!isAboutSchema(document)) return;
      return {
        onExecuteDone({ result, setResult }) {
          if (!('data' in result) || result.errors) return;
          const answer = writtenOnce({ data: result.data ?? null });
          answers.set(document, answer);
          setResult({ ...answer });
        },
      };
    },
  };
}

function writtenOnce(answer: ExecutionResult): WritableResult {
  const text = JSON.stringify(answer);
  // Errors and extensions belong to one request.
  return { ...answer, stringify: (result) => (result.extensions || result.errors ? JSON.stringify(result) : text) };
}

/** Whether the document is one query of only `__schema`, `__type` and `__typename`, without variables, which could change its answer. */
function isAboutSchema({ definitions }: DocumentNode): boolean {
  const [operation, ...others] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return false;
  const { selectionSet, variableDefinitions = [], operation: kind } = operation;
  if (kind !== 'query' || variableDefinitions.length > 0) return false;
  return selectionSet.selections.every((one) => one.kind === Kind.FIELD && one.name.value.startsWith('__'));
}
