import { type DocumentNode, type ExecutionResult, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** The whole schema is a megabyte. Tools ask in few ways; who asks in ever other ones has each executed. */
const mostAnswers = 8;

/**
 * Executes a question about the schema alone once for each of the latest documents: the answer is the same for all, takes some ten
 * milliseconds in one go, and nobody needs a token for it.
 */
export function useSchemaAnswers(): Plugin {
  const answers = new LRUCache<DocumentNode, ExecutionResult>({ max: mostAnswers });
  return {
    onExecute({ args: { document }, setResultAndStopExecution }) {
      const known = answers.get(document);
      if (known) return setResultAndStopExecution({ ...known });
      if (!isAboutSchema(document)) return;
      return {
        onExecuteDone({ result }) {
          if ('data' in result && !result.errors) answers.set(document, { data: result.data });
        },
      };
    },
  };
}

/** One query of nothing but `__schema`, `__type` and `__typename`, without variables that would make another of it. */
function isAboutSchema({ definitions }: DocumentNode): boolean {
  const [operation, ...others] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return false;
  const { selectionSet, variableDefinitions = [], operation: kind } = operation;
  if (kind !== 'query' || variableDefinitions.length > 0) return false;
  return selectionSet.selections.every((one) => one.kind === Kind.FIELD && one.name.value.startsWith('__'));
}
