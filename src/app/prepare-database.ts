import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { ConfigError } from '../platform/config/config-error.ts';
import { isDatabaseUnavailable } from '../platform/db/database-unavailable.ts';
import { migrate } from '../platform/db/migrate.ts';
import { poolerProblem } from '../platform/db/pooler-problem.ts';
import { UnavailableError } from '../platform/errors.ts';
import type { OpenDatabase } from './open-database.ts';

const RETRY_MS = 1_000;
const PROBE_TIMEOUT_MS = 2_000;

type Opened = Pick<OpenDatabase, 'db' | 'migrations'>;

/** The database of a running server: its schema is brought up to date as soon as it can be reached. */
export class PreparedDatabase implements AsyncDisposable {
  readonly #opened: Opened;
  readonly #log: Logger;
  readonly #onPrepared: () => Promise<void>;
  readonly #stop = new AbortController();
  #prepared = false;
  #retrying: Promise<void> = Promise.resolve();

  /** `onPrepared` begins what needs the schema; where the database goes away meanwhile, it is called again. */
  constructor(opened: Opened, log: Logger, onPrepared: () => Promise<void>) {
    this.#opened = opened;
    this.#log = log;
    this.#onPrepared = onPrepared;
  }

  /** Prepares it now, or in the background where it cannot be reached. Throws what only a person can mend. */
  async start(): Promise<void> {
    try {
      await this.#prepare();
    } catch (error) {
      const problem = poolerProblem(error);
      if (problem) throw new ConfigError([problem]);
      if (!isDatabaseUnavailable(error)) throw error;
      this.#log.warn({ err: error }, 'the database does not answer; the server starts and waits for it');
      this.#retrying = this.#retry();
    }
  }

  /** Throws UnavailableError until the schema is there. */
  require(): void {
    if (!this.#prepared) throw new UnavailableError('The database does not answer yet; try again');
  }

  /** Whether a query would be answered now. */
  async answers(): Promise<boolean> {
    if (!this.#prepared) return false;
    const probe = sql`select 1`.execute(this.#opened.db).then(
      () => true,
      () => false,
    );
    return await Promise.race([probe, delay(PROBE_TIMEOUT_MS, false, { ref: false })]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#retrying;
  }

  async #prepare(): Promise<void> {
    // Says at once where a pooler in between takes no transactions.
    await this.#opened.migrations.transaction().execute((transaction) => sql`select 1`.execute(transaction));
    await migrate(this.#opened.migrations, {
      onProgress: (name) => this.#log.info({ migration: name }, 'migrating the database'),
    });
    await this.#onPrepared();
    this.#prepared = true;
  }

  async #retry(): Promise<void> {
    const { signal } = this.#stop;
    while (!this.#prepared && !signal.aborted) {
      await delay(RETRY_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await this.#prepare().catch((error: unknown) => {
        if (poolerProblem(error) || !isDatabaseUnavailable(error))
          this.#log.error({ err: error }, 'the database cannot be prepared');
      });
    }
    this.#log.info('the database is ready');
  }
}
