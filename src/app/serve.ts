import { buildSchema } from '../graphql/schema.ts';
import type { Config } from '../platform/config/config.ts';
import { ErrorMask } from './error-mask.ts';
import { graphiqlOptions } from './graphiql.ts';
import { hotPath } from './hot-path/hot-path.ts';
import { type HttpServer, listen } from './http.ts';
import { PersistedOperations } from './persisted-operations.ts';
import { RateHeaders } from './rate-headers.ts';
import { Sockets } from './subscriptions/sockets.ts';
import { watchApiKeys } from './subscriptions/watch-api-keys.ts';
import { createGraphQLServer, type YogaParts } from './yoga.ts';

interface Parts
  extends Pick<
    YogaParts,
    'authenticate' | 'services' | 'createLoaders' | 'readiness' | 'observed' | 'subscriptions' | 'inSnapshot' | 'log'
  > {
  /** Told of each HTTP request. */
  readonly onRequest?: () => void;
}

/** Serves GraphQL by HTTP and by WebSockets on one port; `starting` ends both. */
export async function serve(config: Config, parts: Parts, starting: AsyncDisposableStack): Promise<HttpServer> {
  const { limits, shutdownDeadlineMs: drainMs, requestTimeoutMs: timeoutMs } = config;
  const { subscriptions } = parts;
  const { observed } = parts;
  const mask = new ErrorMask(parts.log, observed.onError);
  const http = {
    maxBodyBytes: limits.bodyBytes,
    compressed: config.compressed,
    persisted: new PersistedOperations(config.operations),
    mask,
    observed,
    rateHeaders: new RateHeaders(),
  };
  const schema = buildSchema();
  const yoga = createGraphQLServer({
    ...parts,
    ...http,
    schema,
    timeoutMs,
    graphiql: await graphiqlOptions(),
    rateLimits: parts.services.rateLimits,
    subscriptions,
  });
  const sockets = new Sockets({
    yoga,
    mask,
    departures: subscriptions.departures,
    log: parts.log.child({ part: 'sockets' }),
    maxMessageBytes: limits.bodyBytes,
    perSocket: 2 * limits.subscriptions.perViewer,
  });
  const server = starting.use(
    await listen(hotPath({ yoga, ...http }), {
      ...config.server,
      drainMs,
      timeoutMs,
      ...(parts.onRequest && { onRequest: parts.onRequest }),
      upgrade: sockets.upgrade,
    }),
  );
  // Their connections would hold the server up: they end before it does.
  starting.use(subscriptions);
  starting.use(watchApiKeys(subscriptions, parts.services.apiKeys, parts.log));
  starting.use(sockets);
  return server;
}
