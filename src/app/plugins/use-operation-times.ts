import { type ExecutionArgs, getOperationAST, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/** Told of each operation that was answered whole: its name, how long it took, whether it had errors. */
export type OnOperation = (operation: string, milliseconds: number, failed: boolean) => void;

/** Measures operations from their execution on. A subscription has no end, and what comes in parts no one answer. */
export function useOperationTimes(onOperation: OnOperation): Plugin {
  return {
    onExecute({ args }) {
      const startedAt = performance.now();
      return {
        onExecuteDone({ result }) {
          if (isAsyncIterable(result)) return;
          onOperation(nameOf(args), performance.now() - startedAt, (result.errors?.length ?? 0) > 0);
        },
      };
    },
  };
}

/** What its author called it, or its first field. */
function nameOf({ document, operationName }: ExecutionArgs): string {
  const operation = getOperationAST(document, operationName);
  if (operation?.name) return operation.name.value;
  const first = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return first ? `${operation?.operation ?? 'query'} ${first.name.value}` : '(unnamed)';
}
