import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { causeOf, internalError, publicError } from './public-error.ts';

/** A result, or one of the parts of a deferred one, which holds others. */
interface IncrementalResult extends ExecutionResult {
  readonly incremental?: readonly IncrementalResult[];
}

/** Who is answered: by which id, and whether they still wait for it. */
export interface Asker {
  readonly requestId?: string | undefined;
  /** Aborted: the client has hung up. */
  readonly signal?: AbortSignal;
}

/** Of a whole answer that has no other: by GraphQL over HTTP, one without data says so by its status where the media type is GraphQL's own. */
const refused = { spec: true, status: 400 };

/** Which field failed, by its name in the schema: an alias is the client's own. Undefined: none had begun. */
function fieldOf({ nodes }: GraphQLError): string | undefined {
  const [node] = nodes ?? [];
  return node?.kind === Kind.FIELD ? node.name.value : undefined;
}

/** As JSON, without what an HTTP status told already, or could not. */
export function formatError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

/** Tells clients what was foreseen, and of everything else only the id under which it was logged, once. */
export class ErrorMask {
  readonly #log: Logger;
  readonly #onError: (code: string) => void;
  readonly #done = new WeakSet<GraphQLError>();
  readonly #logged = new WeakSet<object>();

  /** `onError` is told each code of an answer with errors once: they are answers that fail, not fields. */
  constructor(log: Logger, onError: (code: string) => void = () => {}) {
    this.#log = log;
    this.#onError = onError;
  }

  /** The result itself where nothing of it has failed. */
  result(result: IncrementalResult, asker: Asker): IncrementalResult {
    const { errors, incremental } = result;
    if (!errors && !incremental) return result;
    return {
      ...result,
      ...(errors && { errors: this.#errors(errors, 'data' in result, asker) }),
      ...(incremental && { incremental: incremental.map((part) => this.result(part, asker)) }),
    };
  }

  /** `partial`: it does not make a failure of the whole answer, so it has no HTTP status. */
  error(error: GraphQLError, partial: boolean, asker: Asker): GraphQLError {
    const [shown = error] = this.#errors([error], partial, asker);
    return shown;
  }

  #errors(errors: readonly GraphQLError[], partial: boolean, { requestId, signal }: Asker): GraphQLError[] {
    const codes = new Set<string>();
    const shown = errors.map((error) => {
      if (this.#done.has(error)) return error;
      const masked = this.#masked(error, partial, requestId);
      codes.add(String(masked.extensions['code']));
      return masked;
    });
    for (const code of codes) {
      // What was given up since nobody waits for it any more is no failure of ours.
      if (!signal?.aborted || code !== 'UNAVAILABLE') this.#onError(code);
    }
    return shown;
  }

  #masked(error: GraphQLError, partial: boolean, requestId: string | undefined): GraphQLError {
    const told = publicError(error) ?? this.#internal(error, requestId);
    const { http = refused, ...extensions } = told.extensions;
    const shown = new GraphQLError(told.message, {
      nodes: error.nodes ?? null,
      source: error.source ?? null,
      positions: error.positions ?? null,
      path: error.path ?? null,
      extensions: partial ? extensions : { ...extensions, http },
    });
    this.#done.add(shown);
    return shown;
  }

  /** Of an operation that had begun to answer. */
  anyError(error: unknown, asker: Asker): GraphQLError {
    const asGraphQLError = error instanceof GraphQLError ? error : new GraphQLError(String(error), { cause: error });
    return this.error(asGraphQLError, true, asker);
  }

  #internal(error: GraphQLError, requestId: string | undefined) {
    const cause = causeOf(error);
    const known = typeof cause === 'object' && cause !== null && this.#logged.has(cause);
    if (!known) this.#log.error({ err: cause, requestId, field: fieldOf(error) }, 'request failed');
    if (typeof cause === 'object' && cause !== null) this.#logged.add(cause);
    return {
      message: `The server failed; your request is not the cause. The log has the details under the request id ${requestId}`,
      extensions: { code: internalError, requestId, http: { status: 500 } },
    };
  }
}
