import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { withTokenSecret } from '../platform/config/secrets.ts';
import { createLogger } from '../platform/logger.ts';
import { warmUpBy } from '../search/warm-up.ts';
import { buildAuthenticator } from './authentication.ts';
import { wireContext } from './context-wiring.ts';
import { buildEmbeddings } from './embeddings.ts';
import { loadModels, type Models } from './load-models.ts';
import { createLoaders } from './loaders.ts';
import { buildRecall } from './recall.ts';
import { buildReranker } from './reranker.ts';
import { serve } from './serve.ts';
import { buildServices } from './services.ts';
import { startDatabase } from './start-database.ts';
import { withinDeadline } from './within-deadline.ts';

export interface App extends AsyncDisposable {
  /** Where it listens, without a path. */
  readonly url: string;
}

/** Parts that are used in place of what the settings say. */
export interface AppOverrides {
  readonly log?: Logger;
  readonly models?: Models;
}

/** How long everything but the requests may take to stop. */
const CLOSE_MS = 5_000;

/** Starts a server by its settings. Disposing it stops it in the reverse order, within a deadline. */
export async function buildApp(settings: Config, overrides: AppOverrides = {}): Promise<App> {
  const config = await withTokenSecret(settings);
  const log = overrides.log ?? createLogger(config.logLevel);
  await using starting = new AsyncDisposableStack();

  const models = overrides.models ?? starting.use(await loadModels(config.embedding));
  const { services, db, prepared } = await startServices(config, models, log, starting);
  const authenticator = buildAuthenticator(config.auth, db, log);
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
      createLoaders: (viewer) => createLoaders(services, viewer),
      readiness: async () => ({ running: !stopping, database: await prepared.answers() }),
      log,
    },
    starting,
  );
  log.info({ url: server.url }, 'listening');

  const running = starting.move();
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      stopping = true;
      await withinDeadline(running.disposeAsync(), config.shutdownDeadlineMs + CLOSE_MS, log);
    },
  };
}

/** Opens the database and builds the use cases over it; `starting` ends both. */
async function startServices(config: Config, models: Models, log: Logger, starting: AsyncDisposableStack) {
  const { recallIndexBytes } = config;
  const started = await startDatabase(config, models, log, starting, warmUpBy(models));
  const { opened, jobs, recalls, streams, prepared } = started;
  const embeddings = starting.use(buildEmbeddings(opened, models, log.child({ part: 'embeddings' })));
  await embeddings.start();
  const recall = starting.use(buildRecall(opened, models, recallIndexBytes, log.child({ part: 'recall' })));
  const services = buildServices({
    db: opened.db,
    models,
    recall: recallIndexBytes > 0 ? recall.indexes : null,
    jobs: jobs.queue,
    recalls,
    streams,
    rerank: buildReranker(config.rerank),
    context: wireContext(config),
    log,
  });
  return { services, db: opened.db, prepared };
}
