import { sql } from 'kysely';
import type { Logger } from 'pino';
import { ConfigError } from '../platform/config/config-error.ts';
import type { SchemaConfig } from '../platform/config/database-config.ts';
import { isDatabaseUnavailable, isThereAlready, lacksPrivilege, refusesWrites } from '../platform/database-errors.ts';
import { connectionProblem, type DatabaseVariable } from '../platform/db/connection-problem.ts';
import type { Database } from '../platform/db/database.ts';
import { vectorProblem } from '../platform/db/extensions.ts';
import { lettersProblem } from '../platform/db/letters.ts';
import { isMigrated, migrate } from '../platform/db/migrate.ts';
import { UnavailableError } from '../platform/errors.ts';
import { orAfter } from '../platform/or-after.ts';
import { pause } from '../platform/pause.ts';
import { endOf } from '../platform/start-parts.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import type { OpenDatabase } from './open-database.ts';
import { anotherDatabase, requireSameDatabase } from './same-database.ts';

const RETRY_MS = 1_000;
const PROBE_TIMEOUT_MS = 2_000;
/** From when on a start that waits for the database says so. */
const SLOW_START_MS = 10_000;

type Opened = Pick<OpenDatabase, 'db' | 'jobs' | 'migrations' | 'place'>;

/** The database of a running server: its schema is migrated as soon as the database is reachable. */
export class PreparedDatabase implements AsyncDisposable {
  readonly #opened: Opened;
  readonly #log: Logger;
  readonly #onPrepared: () => Promise<void>;
  readonly #stop = new AbortController();
  /** What waits for the schema. */
  readonly #waiting = new Set<() => Promise<void> | void>();
  /** Warnings that were given: an attempt that is repeated finds the same again. */
  readonly #warned = new Set<string>();
  #prepared = false;
  #retrying: Promise<void> = Promise.resolve();

  /** `onPrepared` starts what needs the schema; if it fails, as when the database goes away meanwhile, it is called again. */
  constructor(opened: Opened, log: Logger, onPrepared: () => Promise<void>) {
    this.#opened = opened;
    this.#log = log;
    this.#onPrepared = onPrepared;
  }

  /** Prepares it now, or in the background if it is unreachable. Throws errors that only a person can fix. */
  async start(): Promise<void> {
    const slow =
      'the start waits for the database: a migration runs, or another session holds a lock (pg_blocking_pids)';
    const timer = setTimeout(() => this.#log.warn(slow), SLOW_START_MS).unref();
    try {
      await this.#prepare();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      const fails = refusesWrites(error) ? 'takes no writes (a full disk, a standby)' : 'does not answer';
      this.#log.warn({ err: error }, `the database ${fails}; the server starts and waits for it`);
      this.#retrying = this.#retry();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until the schema is there, but at most this long. */
  async within(ms: number): Promise<void> {
    await orAfter(this.#retrying, ms, null);
  }

  /** Whether the schema is there. */
  get isThere(): boolean {
    return this.#prepared;
  }

  /** Starts something that needs the schema: now, or as soon as it is there, unless `starting` has been disposed by then. */
  async whenThere(starting: AsyncDisposableStack, start: () => Promise<void> | void): Promise<void> {
    if (this.#prepared) return await start();
    this.#waiting.add(start);
    starting.defer(() => void this.#waiting.delete(start));
  }

  /** Throws UnavailableError until the schema is there. */
  require(): void {
    if (!this.#prepared) throw new UnavailableError('The database does not answer yet; try again');
  }

  /** Whether the database would answer a query now. */
  async answers(): Promise<boolean> {
    if (!this.#prepared) return false;
    const probe = sql`select 1`.execute(this.#opened.db).then(
      () => true,
      () => false,
    );
    return await orAfter(probe, PROBE_TIMEOUT_MS, false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#retrying;
  }

  async #prepare(): Promise<void> {
    const { db, jobs, migrations, place } = this.#opened;
    // DATABASE_MIGRATION_URL is set.
    const isApart = migrations !== db && migrations !== jobs;
    await takesTransactions(db, 'DATABASE_URL');
    if (isApart) {
      await takesTransactions(migrations, 'DATABASE_MIGRATION_URL');
      await requireSameDatabase(this.#opened);
    }
    endOf('database');
    await migrate(migrations, {
      place,
      onProgress: (name) => this.#log.info({ migration: name }, 'migrating the database'),
      onLater: (migrations) =>
        this.#warnOnce({ migrations }, 'a later version has migrated this database: serve it with that one'),
    }).catch((error: unknown) => {
      throw ofMigration(error, isApart ? 'DATABASE_MIGRATION_URL' : 'DATABASE_URL');
    });
    if (isApart && !(await seesTables(db, place.schema))) throw anotherDatabase();
    await this.#tellLimits();
    endOf('migrations');
    await this.#onPrepared();
    this.#prepared = true;
    await Promise.all([...this.#waiting].map((start) => start()));
  }

  /** Warns of what works, and should be changed all the same. */
  async #tellLimits(): Promise<void> {
    const { migrations } = this.#opened;
    const letters = await lettersProblem(migrations);
    if (letters)
      this.#warnOnce(
        letters,
        'the encoding or locale of the database does not cover all letters: move its data to another one (npm run data)',
      );
    const vector = await vectorProblem(migrations);
    if (vector) this.#warnOnce(vector, 'this pgvector has a known vulnerability, CVE-2026-3172: upgrade it');
  }

  #warnOnce(found: object, message: string): void {
    if (!this.#warned.has(message)) this.#log.warn(found, message);
    this.#warned.add(message);
  }

  async #retry(): Promise<void> {
    const { signal } = this.#stop;
    // Such as a password that was changed while the database was away.
    const failed = new ToldSeldom((err, untold) => this.#log.error({ err, untold }, 'the database cannot be prepared'));
    while (!this.#prepared && !signal.aborted) {
      await pause(RETRY_MS, signal);
      if (signal.aborted) return;
      await this.#prepare().catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) failed.note(error);
      });
    }
    if (this.#prepared) this.#log.info('the database is ready');
  }
}

/** Throws ConfigError for settings to change: what a pooler in between refuses, or an untrusted certificate. */
async function takesTransactions(db: Database, variable: DatabaseVariable): Promise<void> {
  try {
    const { rows } = await db.transaction().execute((transaction) => unusualSettings.execute(transaction));
    // Possible only if the URL has its own options: ours set these values.
    if (rows.length > 0) throw new ConfigError(rows.map((row) => ({ variable, ...unusable(row) })));
  } catch (error) {
    const problem = connectionProblem(error, variable);
    throw problem ? new ConfigError([problem]) : error;
  }
}

interface UnusualSetting {
  readonly name: string;
  readonly got: string;
  readonly takes: string;
}

/**
 * With another date style every timestamp would be read as null, with other string settings statements mean something else, and with fewer
 * digits a number changes on its way back: paging by resonance would start the same page again and again.
 */
const unusualSettings = sql<UnusualSetting>`
  select name, current_setting(name) as got, takes
  from (values ('datestyle', 'ISO', '^ISO'), ('standard_conforming_strings', 'on', '^on$'), ('extra_float_digits', '1', '^[1-3]$'))
    as needed (name, takes, pattern)
  where current_setting(name) !~ pattern`;

const unusable = ({ name, got, takes }: UnusualSetting) => ({
  got: `a database or a role that sets ${name} to ${got}`,
  takes: `${takes}: alter role NAME set ${name} = '${takes}'`,
});

/** Throws ConfigError if the role may not use tables that it sees. */
async function seesTables(db: Database, schema: SchemaConfig | null): Promise<boolean> {
  try {
    return await isMigrated(db, schema);
  } catch (error) {
    if (!lacksPrivilege(error)) throw error;
    throw new ConfigError([
      {
        variable: 'DATABASE_URL',
        got: 'a role that may not use the tables, which the role of DATABASE_MIGRATION_URL owns',
        takes: 'the same role, or a member of it: grant OWNER to ROLE',
      },
    ]);
  }
}

/** Returns a ConfigError for what somebody has to fix; otherwise the error itself. */
function ofMigration(error: unknown, variable: DatabaseVariable): unknown {
  const problem = lacksPrivilege(error) ? notTheOwner : isThereAlready(error) ? notOurs : null;
  if (!problem || !(error instanceof Error)) return error;
  return new ConfigError([{ variable, got: `${problem.got} (${error.message})`, takes: problem.takes }]);
}

const notTheOwner = {
  got: 'a role that may not change the tables',
  takes: 'the role that owns them; for a new database one that owns it, or may create in its schema',
};

const notOurs = {
  got: 'tables of unknown origin, such as an incomplete restore leaves, or those of another application',
  takes:
    'an empty database, or one that was restored to its end; DATABASE_SCHEMA keeps tables apart from those of others',
};
