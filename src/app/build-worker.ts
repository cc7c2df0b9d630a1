import type { Logger } from 'pino';
import type { Config } from '../platform/config/config.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { createLogger } from '../platform/logger.ts';
import { openDatabase } from './open-database.ts';
import { PreparedDatabase } from './prepare-database.ts';

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
  const { db } = starting.use(await openDatabase(config.database, log));
  const database = starting.use(new PreparedDatabase(db, log));
  await database.start();
  log.info('worker runs');
  return starting.move();
}
