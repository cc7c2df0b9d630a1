import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { createLogger } from '../platform/logger.ts';
import { loadModels } from './load-models.ts';
import { startDatabase } from './start-database.ts';
import { withinDeadline } from './within-deadline.ts';

/** Starts a process that works off background jobs beside the servers, on the same Postgres. */
export async function buildWorker(config: Config, overrides: { readonly log?: Logger } = {}): Promise<AsyncDisposable> {
  if (config.database.kind === 'embedded') {
    throw new ConfigError([
      {
        variable: 'DATABASE_URL',
        got: 'nothing',
        takes: 'a Postgres: the embedded database works off its jobs in the server itself',
      },
    ]);
  }
  const log = overrides.log ?? createLogger(config.logLevel);
  await using starting = new AsyncDisposableStack();
  const models = starting.use(await loadModels(config.embedding));
  await startDatabase(config, models, log, starting);
  log.info('worker runs');
  const running = starting.move();
  return {
    [Symbol.asyncDispose]: () => withinDeadline(running.disposeAsync(), config.shutdownDeadlineMs, log),
  };
}
