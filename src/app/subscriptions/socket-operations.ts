import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import { requestError } from '../../graphql/request-errors.ts';
import { type ErrorMask, formatError } from '../error-mask.ts';
import { authorizationOfParams } from '../http/credential.ts';
import { overLimit, tooDeep } from '../limits/query-limits.ts';
import { isRefusal, paceOfRefusals } from '../limits/refusals.ts';
import type { PersistedOperations } from '../persisted-operations.ts';
import { causeOf } from '../public-error.ts';
import type { GraphQLServer } from '../yoga.ts';
import { LiveSubscription } from './live-subscription.ts';
import type { SocketCredential } from './socket-credential.ts';
import { SocketDelivery } from './socket-delivery.ts';
import { tooLarge } from './socket-input.ts';
import type { SocketLink } from './socket-link.ts';

/** A socket and the request that opened it; `signal` aborts when it is gone. */
export interface SocketOrigin {
  readonly link: SocketLink;
  readonly credential: SocketCredential;
  readonly url: string;
  readonly headers: Headers;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The client group of the opening request: see `crowdOf`. */
  readonly crowd: string;
}

interface OperationParts {
  readonly yoga: GraphQLServer;
  readonly persisted: PersistedOperations;
  readonly mask: ErrorMask;
  /** Most operations of any kind that a socket may have under way. */
  readonly perSocket: number;
  /** How long a client may take to send its first message. */
  readonly initMs: number;
}

type SocketContext = Context<Record<string, unknown> | undefined, SocketOrigin>;
type Payload = Pick<SubscribePayload, 'query' | 'operationName' | 'variables'>;
type Result = ExecutionResult | AsyncIterable<ExecutionResult>;

/** The graphql-ws protocol on the same server that answers HTTP: same plugins, limits, contexts and errors. */
export function socketOperations({ yoga, persisted, mask, perSocket, initMs }: OperationParts): Server<SocketOrigin> {
  const { execute, subscribe } = yoga.getEnveloped();
  const refusals = paceOfRefusals();
  const prepare = async (
    context: SocketContext,
    sent: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    const params = withDocument(sent, persisted);
    const { parse, validate, schema, contextFactory } = yoga.getEnveloped(initialContext(yoga, context, params));
    // First, since building the context charges the operation.
    const contextValue = await contextFactory();
    context.extra.credential.note(contextValue);
    const refusal = tooDeep(params.variables);
    if (refusal) return [refusal];
    const document = parse(params.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    return { schema, document, operationName: params.operationName, variableValues: params.variables, contextValue };
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
      const prepared = await prepare(context, payload).catch((error) => [mask.error(error, context.extra)]);
      if (!('schema' in prepared) && isRefusal({ errors: prepared })) {
        const sender = authorizationOfParams(context.connectionParams) ?? crowd;
        await refusals.turn(sender, { isGone: () => signal.aborted });
      }
      return prepared;
    },
    onOperation: ({ extra }, id, _payload, _args, result) =>
      result instanceof LiveSubscription ? new SocketDelivery(result, id, extra.link) : undefined,
    onError: ({ extra }, _id, _payload, errors) => {
      const told = errors.flatMap(causesOf).map((error) => formatError(mask.error(error, extra)));
      extra.credential.noteErrors(told);
      return told;
    },
    onComplete: (context) => {
      // After the messages about the end have been sent.
      if (context.extra.credential.hasEnded) setImmediate(() => closeIfIdle(context));
    },
  });
}

function withDocument({ extensions, ...sent }: SubscribePayload, persisted: PersistedOperations): Payload {
  const { query = '' } = persisted.complete({ query: sent.query, ...(extensions && { extensions }) });
  return { ...sent, query };
}

/** Whether the first message is short enough to be held while the socket is open; closes the socket if not. */
function isShort({ connectionParams = {}, extra: { link } }: SocketContext): boolean {
  const isTooLong = overLimit('connection', JSON.stringify(connectionParams).length) !== null;
  if (isTooLong) link.close(tooLarge, 'The first message is too long');
  return !isTooLong;
}

function closeIfIdle({ subscriptions, extra }: SocketContext): void {
  if (Object.keys(subscriptions).length === 0) extra.link.close(forbidden, 'The credential counts no more');
}

/** Clients reconnect after this code, with the credential that they have by then. */
const forbidden = 4403;

/** Builds what an HTTP request would carry: the credential is the first message's, or else the opening request's. */
function initialContext(yoga: GraphQLServer, { connectionParams, extra }: SocketContext, params: Payload) {
  const headers = new yoga.fetchAPI.Headers(extra.headers);
  const authorization = authorizationOfParams(connectionParams);
  if (authorization !== null) headers.set('authorization', headerValueOf(authorization));
  // Results in parts and events can be sent here.
  headers.set('accept', '*/*');
  // As a POST, since mutations are accepted, too.
  const request = new yoga.fetchAPI.Request(extra.url, { method: 'POST', headers, signal: extra.signal });
  return { request, requestId: extra.requestId, params, bodyLength: extra.link.input.handledLength };
}

/** Replaces characters that no header may hold: a credential with one inside becomes invalid, and is reported as such. */
const headerValueOf = (text: string): string => text.replaceAll(/[^\t\x20-\x7e]/g, ' ');

/** Ends an operation that failed as a whole with the message `error`, whatever the reason, even if its turn never came; the socket stays open. */
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
