import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import { requestError } from '../../graphql/request-errors.ts';
import { authorizationOfParams } from '../credential.ts';
import { type ErrorMask, formatError } from '../error-mask.ts';
import { causeOf } from '../public-error.ts';
import { overLimit, tooDeep } from '../query-limits.ts';
import { isRefusal, paceOfRefusals } from '../refusals.ts';
import type { GraphQLServer } from '../yoga.ts';
import { LiveSubscription } from './live-subscription.ts';
import type { SocketCredential } from './socket-credential.ts';
import { SocketDelivery } from './socket-delivery.ts';
import { tooLarge } from './socket-input.ts';
import type { SocketLink } from './socket-link.ts';

/** A socket, the request that opened it, and when it is gone (`signal`). */
export interface SocketOrigin {
  readonly link: SocketLink;
  readonly credential: SocketCredential;
  readonly url: string;
  readonly headers: Headers;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Who opened it: see `crowdOf`. */
  readonly crowd: string;
}

interface OperationParts {
  readonly yoga: GraphQLServer;
  readonly mask: ErrorMask;
  /** Most that one socket may have under way, of any kind. */
  readonly perSocket: number;
  /** How long a client may take for its first message. */
  readonly initMs: number;
}

type SocketContext = Context<Record<string, unknown> | undefined, SocketOrigin>;
type Payload = Pick<SubscribePayload, 'query' | 'operationName' | 'variables'>;
type Result = ExecutionResult | AsyncIterable<ExecutionResult>;

/** The protocol of graphql-ws over the very server that answers HTTP: same plugins, limits, contexts and errors. */
export function socketOperations({ yoga, mask, perSocket, initMs }: OperationParts): Server<SocketOrigin> {
  const { execute, subscribe } = yoga.getEnveloped();
  const refusals = paceOfRefusals();
  const prepare = async (
    context: SocketContext,
    payload: Payload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    const { query, operationName, variables } = payload;
    const { parse, validate, schema, contextFactory } = yoga.getEnveloped(initialContext(yoga, context, payload));
    // First of all, since it counts the operation.
    const contextValue = await contextFactory();
    context.extra.credential.note(contextValue);
    const refusal = tooDeep(variables);
    if (refusal) return [refusal];
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    return { schema, document, operationName, variableValues: variables, contextValue };
  };
  return makeServer<Record<string, unknown> | undefined, SocketOrigin>({
    connectionInitWaitTimeout: initMs,
    execute: (args) => failing(async () => execute(args)),
    subscribe: (args) => failing(async () => subscribe(args)),
    onConnect: isShort,
    onSubscribe: async (context, id, payload) => {
      context.extra.link.input.ids.begin({ id, isWanted: () => id in context.subscriptions });
      const tooLongId = overLimit('operationId', id.length);
      if (tooLongId) return [tooLongId];
      if (Object.keys(context.subscriptions).length > perSocket) return [tooMany(perSocket)];
      const { signal, crowd } = context.extra;
      const prepared = await prepare(context, payload).catch((error) => [mask.anyError(error, context.extra)]);
      if (!('schema' in prepared) && isRefusal({ errors: prepared })) {
        await refusals.turn(authorizationOfParams(context.connectionParams) ?? crowd, () => signal.aborted);
      }
      return prepared;
    },
    onOperation: ({ extra }, id, _payload, _args, result) =>
      result instanceof LiveSubscription ? new SocketDelivery(result, id, extra.link) : undefined,
    onError: ({ extra }, _id, _payload, errors) => {
      const told = errors.flatMap(causesOf).map((error) => formatError(mask.error(error, true, extra)));
      extra.credential.noteErrors(told);
      return told;
    },
    onComplete: (context) => {
      // When all that ends with it is told.
      if (context.extra.credential.hasEnded) setImmediate(() => closeIfIdle(context));
    },
  });
}

/** Whether its first message is, which is held for as long as it is open; the others are closed. */
function isShort({ connectionParams = {}, extra: { link } }: SocketContext): boolean {
  const isTooLong = overLimit('connection', JSON.stringify(connectionParams).length) !== null;
  if (isTooLong) link.close(tooLarge, 'The first message is too long');
  return !isTooLong;
}

function closeIfIdle({ subscriptions, extra }: SocketContext): void {
  if (Object.keys(subscriptions).length === 0) extra.link.close(forbidden, 'The credential counts no more');
}

/** Clients connect again after this code, and show the credential that they have by then. */
const forbidden = 4403;

/** What an HTTP request would carry: its credential is that of the first message, or of the request that opened the socket. */
function initialContext(yoga: GraphQLServer, { connectionParams, extra }: SocketContext, params: Payload) {
  const headers = new yoga.fetchAPI.Headers(extra.headers);
  const authorization = authorizationOfParams(connectionParams);
  if (authorization !== null) headers.set('authorization', headerValueOf(authorization));
  // What is sent in parts, or as events, can be sent here.
  headers.set('accept', '*/*');
  // A POST, since mutations are taken, too.
  const request = new yoga.fetchAPI.Request(extra.url, { method: 'POST', headers, signal: extra.signal });
  return { request, requestId: extra.requestId, params, bodyLength: extra.link.input.handledLength };
}

/** Without what no header may hold: where something is left out in its midst, it is no credential any more, and is told so. */
const headerValueOf = (text: string): string => text.replaceAll(/[^\t\x20-\x7e]/g, ' ');

/** A failure of the whole operation ends it with the message `error`, whatever it failed at, be it that its turn never came: its socket goes on. */
async function failing(run: () => Promise<Result>): Promise<Result> {
  try {
    const result = await run();
    return isAsyncIterable(result) || 'data' in result
      ? result
      : failingAtOnce(new FailedOperation(result.errors ?? []));
  } catch (error) {
    return failingAtOnce(error);
  }
}

const failingAtOnce = (error: unknown): AsyncIterable<ExecutionResult> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});

class FailedOperation extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('The operation failed as a whole');
    this.errors = errors;
  }
}

function causesOf(error: GraphQLError): readonly GraphQLError[] {
  const cause = causeOf(error);
  return cause instanceof FailedOperation ? cause.errors : [error];
}

const tooMany = (limit: number) =>
  requestError(
    'TOO_MANY_SUBSCRIPTIONS',
    `This WebSocket has ${limit} active operations, the maximum: end one, or wait until one has ended`,
    { limit },
  );
