import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { refusesWrites } from '../platform/database-errors.ts';
import { RequestTimes } from '../platform/request-times.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { causeOf, internalError, publicError } from './public-error.ts';

/** A result, or one part of a deferred result, which may hold further parts. */
interface IncrementalResult extends ExecutionResult {
  readonly incremental?: readonly IncrementalResult[];
}

/** The request to answer: its id, and whether the client still waits. */
interface Asker {
  readonly requestId?: string | undefined;
  /** Aborted: the client has hung up. */
  readonly signal?: AbortSignal;
}

/** HTTP of a whole answer without one: under GraphQL over HTTP, an answer without data has this status if the media type is GraphQL's own. */
const refused = { spec: true, status: 400 };

/** The field that failed, by its schema name: an alias is the client's own. Undefined if none had begun. */
function fieldOf({ nodes }: GraphQLError): string | undefined {
  const [node] = nodes ?? [];
  return node?.kind === Kind.FIELD ? node.name.value : undefined;
}

/** Formats as JSON, without the HTTP extension: it is in the status already, or could not be. */
export function formatError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

/** Shows clients the errors that were foreseen; of others only the id under which they were logged, once. */
export class ErrorMask {
  readonly #log: Logger;
  readonly #onError: (code: string) => void;
  readonly #done = new WeakSet<GraphQLError>();
  readonly #logged = new WeakSet<Error>();
  readonly #refusedWrites: ToldSeldom;

  /** `onError` gets each error code of an answer once: it counts failed answers, not fields. */
  constructor(log: Logger, onError: (code: string) => void = () => {}) {
    this.#log = log;
    this.#onError = onError;
    this.#refusedWrites = new ToldSeldom((err, untold) =>
      log.warn({ err, untold }, 'the database refuses writes: its disk is full or nearly full, or it is a standby'),
    );
  }

  /** Returns the result itself if nothing in it has failed. */
  result(result: IncrementalResult, asker: Asker): IncrementalResult {
    const { errors, incremental } = result;
    if (!errors && !incremental) return result;
    return {
      ...result,
      ...(errors && { errors: this.#errors(errors, 'data' in result, asker) }),
      ...(incremental && { incremental: incremental.map((part) => this.result(part, asker)) }),
    };
  }

  /** Masks an error of an operation that has no HTTP status of its own: it runs over a socket, or had begun to answer. */
  error(error: unknown, asker: Asker): GraphQLError {
    const asGraphQLError = error instanceof GraphQLError ? error : new GraphQLError(String(error), { cause: error });
    const [shown = asGraphQLError] = this.#errors([asGraphQLError], true, asker);
    return shown;
  }

  /** `partial`: the whole answer does not fail, so the errors have no HTTP status. */
  #errors(errors: readonly GraphQLError[], partial: boolean, { requestId, signal }: Asker): GraphQLError[] {
    const codes = new Set<string>();
    const shown = errors.map((error) => {
      if (this.#done.has(error)) return error;
      const masked = this.#masked(error, partial, requestId);
      codes.add(String(masked.extensions['code']));
      return masked;
    });
    for (const code of codes) {
      // Work abandoned because the client hung up is not our failure.
      if (signal?.aborted && code === 'UNAVAILABLE') continue;
      RequestTimes.current?.errors.add(code);
      this.#onError(code);
    }
    return shown;
  }

  #masked(error: GraphQLError, partial: boolean, requestId: string | undefined): GraphQLError {
    const cause = causeOf(error);
    // Foreseen, and yet nothing else reports it where only requests write.
    if (refusesWrites(cause)) this.#refusedWrites.note(cause);
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

  #internal(error: GraphQLError, requestId: string | undefined) {
    const cause = causeOf(error);
    if (!this.#logged.has(cause)) this.#log.error({ err: cause, requestId, field: fieldOf(error) }, 'request failed');
    this.#logged.add(cause);
    return {
      message: `The server failed; your request is not the cause. The log has the details under the request id ${requestId}`,
      extensions: { code: internalError, requestId, http: { status: 500 } },
    };
  }
}
