import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { createLogger } from '../platform/logger.ts';
import { buildConsumers } from './consumers.ts';
import { buildJobs } from './jobs.ts';
import { openDatabase } from './open-database.ts';
import { PreparedDatabase } from './prepare-database.ts';
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
  const opened = starting.use(await openDatabase(config.database, log.child({ part: 'database' })));
  const jobs = starting.use(buildJobs(config.database, opened, log.child({ part: 'jobs' })));
  const consumers = starting.use(buildConsumers(opened, log.child({ part: 'consumers' })));
  const database = starting.use(
    new PreparedDatabase(opened.db, log.child({ part: 'database' }), async () => {
      await jobs.start();
      consumers.start();
    }),
  );
  await database.start();
  log.info('worker runs');
  const running = starting.move();
  return {
    [Symbol.asyncDispose]: () => withinDeadline(running.disposeAsync(), config.shutdownDeadlineMs, log),
  };
}
