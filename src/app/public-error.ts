import { GraphQLError } from 'graphql';
import { AuthenticationError } from '../account/account.errors.ts';
import {
  isDatabaseUnavailable,
  isOutOfSpace,
  isPoolExhausted,
  isReadOnly,
  wasCancelled,
  wasGivenUp,
} from '../platform/database-errors.ts';
import { NotFoundError, TooMuchError, UnavailableError, ValidationError } from '../platform/errors.ts';
import { StreamEndedError } from '../platform/streams/stream.errors.ts';
import { OverloadedError, RequesterGoneError, ServerBusyError } from '../platform/turns/turns.errors.ts';

/** The form of an error that a client sees. */
interface PublicError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

// Messages of graphql about a request's own variables and arguments, which have no code.
const INPUT_COERCION =
  /^(?:Variable|Argument|Unknown operation|Must provide operation|Too many errors processing variables)\b/;

/** The code of every unforeseen error. */
export const internalError = 'INTERNAL_SERVER_ERROR';

/** Yoga's code if the operation's name is unknown, or missing though the document has several; its message does not say what to change. */
const noSuchOperation = 'OPERATION_RESOLUTION_FAILURE';
const nameOne = 'Name an operation of the document as "operationName", or leave it out where the document has only one';

/** Returns the original error: graphql wraps whatever a resolver throws. */
export function causeOf(error: Error): Error {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** Returns the public form of a foreseen error; null for all others, which must be masked. */
export function publicError(error: GraphQLError): PublicError | null {
  const { message, extensions } = error;
  const { code } = extensions;
  if (code === 'BAD_REQUEST') return badRequest(error);
  if (code === noSuchOperation) return told(code, nameOne, extensions);
  if (typeof code === 'string') return { message: beginning(message), extensions: { ...extensions, code } };
  if (INPUT_COERCION.test(message)) return told('BAD_USER_INPUT', beginning(message));
  return publicCause(causeOf(error));
}

/** The code that clients see. */
export const codeOf = (error: GraphQLError): string => publicError(error)?.extensions.code ?? internalError;

/** Messages of graphql quote their input, however long. */
const mostMessage = 2_000;
const beginning = (message: string): string =>
  message.length <= mostMessage ? message : `${message.slice(0, mostMessage).toWellFormed()}…`;

/** A request that is not GraphQL gets its status whatever the media type of the answer. Yoga puts the body into its extensions: not copied. */
function badRequest({ message, extensions: { http } }: GraphQLError): PublicError {
  return told('BAD_REQUEST', message, { http: { ...http, spec: false } });
}

/** Those that wait then are answered or refused within ten seconds. */
const busySeconds = 5;
const makeRoom = 'reads still work; the operator of this server has to free space';
/** Which of these it is, `health` tells the operator. */
const readsOnly = `The database takes no writes now, since its disk is nearly full, or since it is a standby or was set to read only: ${makeRoom} or to change that`;
/** Somebody has to free space first. */
const fullDiskRetrySeconds = 30;

function publicCause(cause: Error): PublicError | null {
  if (cause instanceof ValidationError) return told('BAD_USER_INPUT', cause.message, { issues: cause.issues });
  if (cause instanceof TooMuchError) {
    return told('QUERY_TOO_COMPLEX', cause.message, { measure: 'text', limit: cause.limit });
  }
  if (cause instanceof NotFoundError) return told('NOT_FOUND', cause.message);
  if (cause instanceof AuthenticationError) return told(cause.code, cause.message);
  if (cause instanceof StreamEndedError) return told(cause.code, cause.message);
  if (cause instanceof UnavailableError) return unavailable(cause.message, cause.retryAfterSeconds);
  if (cause instanceof RequesterGoneError) return unavailable(cause.message, 1);
  if (cause instanceof OverloadedError) return unavailable(cause.message, 1, { reason: 'OVERLOADED' });
  if (cause instanceof ServerBusyError) return unavailable(cause.message, busySeconds, { reason: 'SERVER_BUSY' });
  if (isPoolExhausted(cause)) {
    return unavailable('All connections to the database are in use; try again', 1, { reason: 'POOL_EXHAUSTED' });
  }
  if (wasCancelled(cause)) return unavailable('The database took too long for this; try again, or ask for less', 1);
  if (wasGivenUp(cause)) return unavailable('Too many calls changed the same data at the same time; try again', 1);
  if (isOutOfSpace(cause)) {
    return unavailable(`The disk of the database is full: ${makeRoom}`, fullDiskRetrySeconds, { reason: 'DISK_FULL' });
  }
  if (isReadOnly(cause)) {
    return unavailable(readsOnly, fullDiskRetrySeconds, { reason: 'DATABASE_READ_ONLY' });
  }
  if (isDatabaseUnavailable(cause)) return unavailable('The database does not answer; try again', 1);
  return null;
}

function unavailable(message: string, retryAfter: number, more: { readonly reason?: string } = {}): PublicError {
  return told('UNAVAILABLE', message, {
    ...more,
    retryAfter,
    http: { spec: true, status: 503, headers: { 'retry-after': String(retryAfter) } },
  });
}

function told(code: string, message: string, extensions: Readonly<Record<string, unknown>> = {}): PublicError {
  return { message, extensions: { ...extensions, code } };
}
