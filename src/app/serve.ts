import { buildSchema } from '../graphql/schema.ts';
import type { Config } from '../platform/config/config.ts';
import { ErrorMask } from './error-mask.ts';
import { graphiqlOptions } from './graphiql.ts';
import { hotPath } from './hot-path/hot-path.ts';
import { type HttpServer, listen } from './http.ts';
import { PersistedOperations } from './persisted-operations.ts';
import { Sockets } from './subscriptions/sockets.ts';
import { watchApiKeys } from './subscriptions/watch-api-keys.ts';
import { createGraphQLServer, type YogaParts } from './yoga.ts';

type Parts = Pick<
  YogaParts,
  'authenticate' | 'services' | 'createLoaders' | 'readiness' | 'observed' | 'subscriptions' | 'inSnapshot' | 'log'
>;

/** Serves GraphQL by HTTP and by WebSockets on one port; `starting` ends both. */
export async function serve(config: Config, parts: Parts, starting: AsyncDisposableStack): Promise<HttpServer> {
  const { limits, shutdownDeadlineMs: drainMs } = config;
  const { subscriptions } = parts;
  const { observed } = parts;
  const mask = new ErrorMask(parts.log, observed.onError);
  const http = {
    maxBodyBytes: limits.bodyBytes,
    compressed: config.compressed,
    persisted: new PersistedOperations(config.operations),
    mask,
    observed,
  };
  const schema = buildSchema();
  const yoga = createGraphQLServer({ ...parts, ...http, schema, graphiql: await graphiqlOptions(), subscriptions });
  const sockets = new Sockets({
    yoga,
    mask,
    log: parts.log.child({ part: 'sockets' }),
    maxMessageBytes: limits.bodyBytes,
    perSocket: 2 * limits.subscriptions.perViewer,
  });
  const server = starting.use(
    await listen(hotPath({ yoga, ...http }), {
      ...config.server,
      drainMs,
      upgrade: sockets.upgrade,
    }),
  );
  // Their connections would hold the server up: they end before it does.
  starting.use(subscriptions);
  starting.use(watchApiKeys(subscriptions, parts.services.apiKeys, parts.log));
  starting.use(sockets);
  return server;
}
