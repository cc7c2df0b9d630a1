import type { Logger } from 'pino';
import { ApiKeyStore } from '../account/api-key.store.ts';
import { Authenticator } from '../account/authenticator.ts';
import { createKeySet } from '../account/key-set.ts';
import { createTokenVerifier } from '../account/token-verifier.ts';
import type { Readings } from '../operations/prometheus.ts';
import type { AuthConfig, Config } from '../platform/config/config.ts';
import { withTokenSecret } from '../platform/config/secrets.ts';
import { type Database, inSnapshot } from '../platform/db/database.ts';
import { createLogger } from '../platform/logger.ts';
import { endOf } from '../platform/start-parts.ts';
import { createLoaders } from './loaders.ts';
import type { RenderMetrics } from './observed.ts';
import { serve } from './serve.ts';
import { startServices } from './start-services.ts';
import { closeMs, withinDeadline } from './within-deadline.ts';

export interface App extends AsyncDisposable {
  /** Where it listens, without a path. */
  readonly url: string;
  /** What the registry of its metrics holds. */
  readings(): Promise<Readings>;
  /**
   * Takes no new connections, has subscriptions go on elsewhere within this time, and ends other connections with their next
   * answer. Agents finish what they are at, and take up nothing more. Resolves when the last is gone.
   */
  leave(overMs: number): Promise<void>;
}

/** Parts that are used in place of what the settings say. */
export interface AppOverrides {
  readonly log?: Logger;
  /** Told of each request. */
  readonly onRequest?: () => void;
  /** How long it waits for a database that is away before it takes requests, which are refused until it is there. */
  readonly databaseMs?: number;
  /** What `/metrics` answers. */
  readonly metrics?: RenderMetrics;
}

/** Starts a server by its settings. Disposing it stops it in the reverse order, within a deadline. */
export async function buildApp(settings: Config, overrides: AppOverrides = {}): Promise<App> {
  const config = await withTokenSecret(settings);
  const log = overrides.log ?? createLogger(config.logLevel);
  await using starting = new AsyncDisposableStack();

  const started = await startServices(config, log, starting);
  const { services, finishRuns, observed, readings, subscriptions, opened, prepared, answers, searchTurns } = started;
  await prepared.within(overrides.databaseMs ?? 0);
  const authenticator = buildAuthenticator(config.auth, opened.db, log);
  starting.defer(() => authenticator.settle());

  let stopping = false;
  const server = await serve(
    config,
    {
      authenticate: async (authorization) => {
        if (authorization) prepared.require();
        return await authenticator.authenticate(authorization);
      },
      services,
      answers,
      searchTurns,
      createLoaders: (viewer) => createLoaders(services, viewer),
      readiness: async () => ({ running: !stopping, database: await prepared.answers() }),
      observed: overrides.metrics ? { ...observed, metrics: overrides.metrics } : observed,
      ...(overrides.onRequest && { onRequest: overrides.onRequest }),
      subscriptions,
      inSnapshot: (work) => inSnapshot(opened.db, work),
      log,
    },
    starting,
  );
  endOf('ready');
  log.info({ url: server.url, startMs: Math.round(performance.now()) }, 'listening');

  const running = starting.move();
  return {
    url: server.url,
    readings,
    leave: async (overMs) => {
      subscriptions.departures.begin(overMs);
      await Promise.all([server.leave(), finishRuns()]);
    },
    async [Symbol.asyncDispose]() {
      stopping = true;
      await withinDeadline(running.disposeAsync(), config.shutdownDeadlineMs + closeMs, log);
    },
  };
}

function buildAuthenticator(auth: AuthConfig, db: Database, log: Logger): Authenticator {
  const keySet = auth.jwksUrl === null ? null : createKeySet(auth.jwksUrl, { log });
  return new Authenticator({ verifyToken: createTokenVerifier(auth, keySet), apiKeys: new ApiKeyStore(db), log });
}
