import { type ExecutionArgs, getOperationAST, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import type { Observed } from '../observed.ts';
import { codeOf } from '../public-error.ts';

/** Measures operations from their execution on, those that are answered in parts until the first of them. */
export function useOperationTimes({
  onOperation,
  onAnswer,
}: Pick<Observed, 'onOperation' | 'onAnswer'>): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { viewer, requestId, signal } = args.contextValue;
      const request = RequestTimes.current;
      const times = request ?? new RequestTimes();
      // Those of a socket come without a request around them.
      if (!request) setExecuteFn((given) => times.run(() => executeFn(given)));
      const startedAt = performance.now();
      const end = times.begin('graphql');
      return {
        onExecuteDone({ result }) {
          end();
          // Where the client has hung up nobody was answered. What fails in a part is counted by its code alone.
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

/** Names are kept: the beginning of one says enough. */
const longestName = 100;

/** What its author called it, or its first field. */
export function nameOf({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>): string {
  const operation = getOperationAST(document, operationName);
  if (operation?.name) return nameAlone(operation.name.value);
  const first = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return first ? nameAlone(`${operation?.operation ?? 'query'} ${first.name.value}`) : '(unnamed)';
}

/** What V8 cuts out of a text keeps all of it in memory: here a whole document. */
const nameAlone = (name: string): string => Buffer.from(name.slice(0, longestName)).toString();
