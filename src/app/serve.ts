import { deferrable } from '../graphql/deferrable.ts';
import { buildSchema } from '../graphql/schema.ts';
import type { Config } from '../platform/config/config.ts';
import { LightHeaders } from '../platform/http/light-request.ts';
import { endOf } from '../platform/start-parts.ts';
import { AnswerCache, type AnswerStore } from './answers/answer-cache.ts';
import { ErrorMask } from './error-mask.ts';
import { type HotPathParts, hotPath } from './hot-path/hot-path.ts';
import { authorizationOf } from './http/credential.ts';
import { graphiqlOptions } from './http/graphiql.ts';
import { type HttpServer, listen } from './http/http.ts';
import { Charges } from './limits/charges.ts';
import type { BodyBounds } from './limits/large-bodies.ts';
import type { SlowClientOptions } from './limits/slow-clients.ts';
import { PersistedOperations } from './persisted-operations.ts';
import { type RehearsalParts, rehearse } from './rehearse.ts';
import { identifyBy } from './request-context.ts';
import { Sockets } from './subscriptions/sockets.ts';
import { watchApiKeys } from './subscriptions/watch-api-keys.ts';
import { createGraphQLServer, type GraphQLServer, type YogaParts } from './yoga.ts';

/** Share of the memory limit for clients that neither read nor continue sending; the same for long bodies. */
const slowShare = 0.1;

interface Parts
  extends Pick<
      YogaParts,
      'authenticate' | 'services' | 'readiness' | 'observed' | 'subscriptions' | 'inSnapshot' | 'log'
    >,
    Pick<HotPathParts, 'searchTurns'>,
    Pick<RehearsalParts, 'lastSearched' | 'releaseMemory'> {
  /** Called for each HTTP request. */
  readonly onRequest?: () => void;
  /** Where answers are kept; null: they are not. */
  readonly answers: AnswerStore | null;
}

const slowClientsWithin = ({ memoryLimitBytes }: Config, log: YogaParts['log']): SlowClientOptions => ({
  mostBytes: memoryLimitBytes * slowShare,
  onCut: (clients) => log.warn({ clients }, 'stalled clients were cut off'),
});

const bodyBounds = ({ memoryLimitBytes }: Config, { authenticate }: Parts): Omit<BodyBounds, 'maxBodyBytes'> => ({
  mostBodyBytes: memoryLimitBytes * slowShare,
  accountOf: async (request) => {
    const authorization = authorizationOf(new LightHeaders(request.headers));
    return (await authenticate(authorization))?.accountId ?? null;
  },
});

const socketBounds = ({ limits, memoryLimitBytes }: Config) => ({
  maxMessageBytes: limits.bodyBytes,
  perSocket: 2 * limits.subscriptions.perViewer,
  stalledMs: limits.subscriptions.stalledMs,
  mostUnsentBytes: memoryLimitBytes * slowShare,
});

async function rehearsed(parts: RehearsalParts): Promise<GraphQLServer> {
  await rehearse(parts);
  endOf('rehearsal');
  parts.lastSearched?.start();
  return createGraphQLServer(parts);
}

/** Serves GraphQL over HTTP and WebSockets on one port; `starting` ends both. */
export async function serve(config: Config, parts: Parts, starting: AsyncDisposableStack): Promise<HttpServer> {
  const { limits, shutdownDeadlineMs: drainMs, requestTimeoutMs: timeoutMs } = config;
  const { subscriptions, observed, searchTurns } = parts;
  const mask = new ErrorMask(parts.log, observed.onError);
  const charges = new Charges(parts.services.rateLimits);
  const http = {
    maxBodyBytes: limits.bodyBytes,
    compressed: config.compressed,
    persisted: new PersistedOperations(config.operations),
    mask,
    observed,
    charges,
    // The sender of a request is identified once, for the cache and for Yoga.
    answers:
      parts.answers &&
      new AnswerCache({ ...parts.answers, identify: identifyBy(parts.authenticate), charges, observed }),
  };
  const yoga = await rehearsed({
    ...parts,
    ...http,
    schema: deferrable(buildSchema()),
    timeoutMs,
    graphiql: await graphiqlOptions(),
  });
  const sockets = new Sockets({
    yoga,
    persisted: http.persisted,
    mask,
    departures: subscriptions.departures,
    log: parts.log.child({ part: 'sockets' }),
    ...socketBounds(config),
  });
  const server = starting.use(
    await listen(hotPath({ yoga, ...http, ...bodyBounds(config, parts), searchTurns }), {
      ...config.server,
      drainMs,
      timeoutMs,
      ...(parts.onRequest && { onRequest: parts.onRequest }),
      upgrade: sockets.upgrade,
      slowClients: slowClientsWithin(config, parts.log),
    }),
  );
  // Disposed before the server, which would otherwise wait for their connections.
  starting.use(subscriptions);
  starting.use(watchApiKeys(subscriptions, parts.services.apiKeys, parts.log));
  starting.use(sockets);
  return server;
}
