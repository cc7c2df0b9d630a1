import type { Logger } from 'pino';
import { ApiKeyStore } from '../account/api-key.store.ts';
import { Authenticator } from '../account/authenticator.ts';
import { createKeySet } from '../account/key-set.ts';
import { createTokenVerifier } from '../account/token-verifier.ts';
import type { AuthConfig } from '../platform/config/auth-config.ts';
import type { Config } from '../platform/config/config.ts';
import { withTokenSecret } from '../platform/config/secrets.ts';
import { type Database, inSnapshot } from '../platform/db/database.ts';
import { createLogger } from '../platform/logger.ts';
import { endOf } from '../platform/start-parts.ts';
import type { RenderMetrics } from './observed.ts';
import { serve } from './serve.ts';
import { startServices } from './start-services.ts';
import { withinDeadline } from './within-deadline.ts';

export type App = Awaited<ReturnType<typeof buildApp>>;

/** Replaces parts that the settings would give. */
interface AppOverrides {
  readonly log?: Logger;
  /** Called for each request. */
  readonly onRequest?: () => void;
  /** How long to wait at the start for an unreachable database; after that, requests are refused until it is there. */
  readonly databaseMs?: number;
  /** Renders `/metrics`. */
  readonly metrics?: RenderMetrics;
}

/** Starts a server by its settings. Disposing it stops the parts in reverse order, within a deadline. */
export async function buildApp(settings: Config, overrides: AppOverrides = {}) {
  const config = await withTokenSecret(settings);
  const log = overrides.log ?? createLogger(config.logLevel);
  await using starting = new AsyncDisposableStack();

  const started = await startServices(config, log, starting);
  const { finishRuns, observed, readings, opened, prepared, ...served } = started;
  await prepared.within(overrides.databaseMs ?? 0);
  const authenticator = buildAuthenticator(config.auth, opened.db, log);
  starting.defer(() => authenticator.settle());

  let stopping = false;
  const stop = { drainMs: config.shutdownDeadlineMs, drained: whenDisposed(starting), isSilent: opened.isSilent, log };
  const server = await serve(
    config,
    {
      ...served,
      authenticate: async (authorization) => {
        if (authorization) prepared.require();
        return await authenticator.authenticate(authorization);
      },
      readiness: async () => ({ running: !stopping, database: await prepared.answers() }),
      observed: overrides.metrics ? { ...observed, metrics: overrides.metrics } : observed,
      ...(overrides.onRequest && { onRequest: overrides.onRequest }),
      inSnapshot: (work) => inSnapshot(opened.db, work),
      log,
    },
    starting,
  );
  endOf('ready');
  log.info({ url: server.url, startMs: Math.round(performance.now()) }, 'listening');

  const running = starting.move();
  return {
    /** Base URL, without a path. */
    url: server.url,
    /** Returns the content of the app's metrics registry. */
    readings,
    /**
     * Takes no new connections, moves subscriptions elsewhere within this time, and closes other connections after their next
     * answer. Agents finish their current runs and take no more. Resolves when the last connection is gone.
     */
    leave: async (overMs: number): Promise<void> => {
      served.subscriptions.departures.begin(overMs);
      await Promise.all([server.leave(), finishRuns()]);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      stopping = true;
      await withinDeadline(running.disposeAsync(), stop);
    },
  };
}

/** Resolves when what is added to the stack from now on has been disposed of. */
function whenDisposed(stack: AsyncDisposableStack): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stack.defer(resolve);
  return promise;
}

function buildAuthenticator(auth: AuthConfig, db: Database, log: Logger): Authenticator {
  const keySet = auth.jwksUrl === null ? null : createKeySet(auth.jwksUrl, { log });
  return new Authenticator({ verifyToken: createTokenVerifier(auth, keySet), apiKeys: new ApiKeyStore(db), log });
}
