import { type ExecutionArgs, getOperationAST, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import type { Observed } from '../observed.ts';
import { codeOf } from '../public-error.ts';

/** Measures operations from the start of their execution; those answered in parts until their first part. */
export function useOperationTimes({
  onOperation,
  onAnswer,
}: Pick<Observed, 'onOperation' | 'onAnswer'>): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { viewer, requestId, signal } = args.contextValue;
      const request = RequestTimes.current;
      const times = request ?? new RequestTimes();
      // Operations of a socket have no surrounding request.
      if (!request) setExecuteFn((given) => times.run(() => executeFn(given)));
      const startedAt = performance.now();
      const end = times.begin('graphql');
      return {
        onExecuteDone({ result }) {
          end();
          // If the client has hung up, nobody was answered. An error in a later part is counted only by its code.
          const errors = signal.aborted || isAsyncIterable(result) ? [] : (result.errors ?? []);
          for (const error of errors) times.errors.add(codeOf(error));
          const failed = errors.length > 0;
          times.operations.push(onOperation(viewer && nameOf(args), performance.now() - startedAt, failed));
          if (request) return;
          times.end();
          onAnswer(times, { route: 'socket', status: null, requestId });
        },
      };
    },
  };
}

/** Names are kept as metric labels: the beginning of one is enough. */
const longestName = 100;

/** The name that its author gave it, or else its type and first field. */
export function nameOf({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>): string {
  const operation = getOperationAST(document, operationName);
  if (operation?.name) return nameAlone(operation.name.value);
  const first = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return first ? nameAlone(`${operation?.operation ?? 'query'} ${first.name.value}`) : '(unnamed)';
}

/** A substring in V8 keeps its whole string alive, here a document: this makes a copy. */
const nameAlone = (name: string): string => Buffer.from(name.slice(0, longestName)).toString();
