import type { AuthFailure } from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import { isScope } from '../account/viewer.ts';
import type { Context } from './context.ts';

/** Codes of errors that concern the request as a whole; expected failures of mutations are data instead. */
type RequestErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COMPLEX'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'GONE'
  | 'SUBSCRIBER_TOO_SLOW'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

export function requestError(
  code: RequestErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/** Error for an unusable value of a query, a subscription or paging. `argument` is its path: `filter.createdAfter`. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return requestError('BAD_USER_INPUT', `Argument "${argument}": ${message}`, { argument });
}

/** Throws BAD_USER_INPUT unless the value of an argument is within these bounds, both included. */
export function checkRange(argument: string, value: number, min: number, max: number): void {
  if (value < min || value > max) throw badUserInput(argument, `must be from ${min} to ${max}, got ${value}`);
}

/** Returns a row that a request has just found. Throws NOT_FOUND if it was deleted meanwhile; `what` names it. */
export function stillThere<Row>(row: Row | null, what: string): Row {
  if (row !== null) return row;
  throw new GoneMeanwhileError(what);
}

class GoneMeanwhileError extends GraphQLError {
  constructor(what: string) {
    super(`${what} was deleted while it was read`, { extensions: { code: 'NOT_FOUND' satisfies RequestErrorCode } });
  }
}

/** Whether an error of an execution came from `stillThere`. */
export const isGoneMeanwhile = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof GoneMeanwhileError;

const noToken =
  'Send a token: the header "Authorization: Bearer <token>" is missing, or { "authorization": "Bearer <token>" } in the connectionParams of a WebSocket';

/** Says why access is denied: no viewer, a refused credential, or a missing scope. */
export function unauthorized(context: Context, scope: string): GraphQLError {
  if (context.rejection) return requestError(context.rejection.code, context.rejection.message);
  if (!context.viewer) return requestError('UNAUTHENTICATED', noToken);
  const lack =
    isScope(scope) && context.viewer.scopes.has(scope)
      ? 'and credentials that are not limited to some collections'
      : 'which your token or API key does not have';
  return requestError('FORBIDDEN', `This needs the scope "${scope}", ${lack}`, { scope });
}

/** Returns the first scope that an authorization failure names. */
export function missingScope(failure: AuthFailure): string {
  if ('failures' in failure) return failure.failures.map(missingScope).find((scope) => scope !== '') ?? '';
  return 'scope' in failure ? failure.scope : '';
}
