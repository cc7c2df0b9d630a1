import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { causeOf, publicError } from '../public-error.ts';
import type { ServerContext } from '../server-context.ts';

/** Tells clients what was foreseen, and of everything else only the id under which it was logged, once. */
export function useMaskedErrors(log: Logger): Plugin<object, ServerContext> {
  const mask = new ErrorMask(log);
  return {
    onExecutionResult({ result, setResult, context }) {
      if (!result) return;
      const masked = (one: ExecutionResult) => mask.result(one, context.requestId);
      if (isAsyncIterable(result)) setResult(mapAsyncIterator(result, masked));
      else if (result.errors) setResult(masked(result));
    },
    // What fails before an operation is known comes by here only.
    onResultProcess({ result, setResult, serverContext }) {
      if (isAsyncIterable(result) || Array.isArray(result) || !result.errors) return;
      setResult(mask.result(result, serverContext.requestId));
    },
  };
}

/** A result, or one of the parts of a deferred one, which holds others. */
interface IncrementalResult extends ExecutionResult {
  readonly incremental?: readonly IncrementalResult[];
}

class ErrorMask {
  readonly #log: Logger;
  readonly #done = new WeakSet<GraphQLError>();
  readonly #logged = new WeakSet<object>();

  constructor(log: Logger) {
    this.#log = log;
  }

  result(result: IncrementalResult, requestId: string | undefined): IncrementalResult {
    const { errors, incremental } = result;
    const partial = 'data' in result;
    return {
      ...result,
      ...(errors && { errors: errors.map((error) => this.#error(error, partial, requestId)) }),
      ...(incremental && { incremental: incremental.map((part) => this.result(part, requestId)) }),
    };
  }

  #error(error: GraphQLError, partial: boolean, requestId: string | undefined): GraphQLError {
    if (this.#done.has(error)) return error;
    const told = publicError(error) ?? this.#internal(causeOf(error), requestId);
    const { http, ...extensions } = told.extensions;
    const shown = new GraphQLError(told.message, {
      nodes: error.nodes ?? null,
      source: error.source ?? null,
      positions: error.positions ?? null,
      path: error.path ?? null,
      // One field that failed does not make a failure of the whole answer.
      extensions: partial || http === undefined ? extensions : { ...extensions, http },
    });
    this.#done.add(shown);
    return shown;
  }

  #internal(cause: unknown, requestId: string | undefined) {
    const known = typeof cause === 'object' && cause !== null && this.#logged.has(cause);
    if (!known) this.#log.error({ err: cause, requestId }, 'request failed');
    if (typeof cause === 'object' && cause !== null) this.#logged.add(cause);
    return {
      message: `Something went wrong here, not with your request. It is logged as ${requestId}`,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, http: { status: 500 } },
    };
  }
}
