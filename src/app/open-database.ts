import type { PostgresPool } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { PoolFigures } from '../operations/system.ts';
import { allEnded } from '../platform/all-ended.ts';
import type { EmbeddedConfig } from '../platform/config/config.ts';
import { type PostgresConfig, pathOf, type SchemaConfig, usualJobsSchema } from '../platform/config/database-config.ts';
import { connectionProblem, type DatabaseVariable } from '../platform/db/connection-problem.ts';
import { connectKysely, type Database, type TransactionLimits } from '../platform/db/database.ts';
import { type ExtensionSettings, usualPlace } from '../platform/db/extensions.ts';
import { PreparingClient } from '../platform/db/preparing-client.ts';
import { DiskSpace, watchRefusals } from '../platform/db/refused-writes.ts';
import { rowTypes } from '../platform/db/row-types.ts';
import { scopedClient } from '../platform/db/scoped-client.ts';
import { breakOffSilent, isServerSilent } from '../platform/db/silent-server.ts';
import { orAfter } from '../platform/or-after.ts';
import { currentRoute, routedPool } from '../platform/read-route.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { type MeteredOptions, type MeteredPool, meteredPool } from './metered-pool.ts';

export interface OpenDatabase extends AsyncDisposable {
  /** Figures of its connection pools, for `system.metrics.pools`. */
  readonly pools: () => readonly PoolFigures[];
  /** For requests. */
  readonly db: Database;
  /** For background work: on the embedded database it yields to requests. */
  readonly jobs: Database;
  /** The connections of `jobs`, for callers with their own SQL. */
  readonly jobConnections: Pick<PostgresPool, 'connect'>;
  /** For schema changes and index builds, past any pooler: no statement times out. */
  readonly migrations: Database;
  /** The schema for the tables, and who creates the extensions. */
  readonly place: ExtensionSettings;
  readonly jobsSchema: string;
  /** Whether a request may take a second connection, on its current route, without making another wait. */
  readonly hasSpare: () => boolean;
  /** Whether its disk was too full for a write within the last minute; never if it becomes read-only before. */
  readonly lacksSpace: () => boolean;
  /** Whether its server accepts connections and says nothing; takes two seconds if so. Never behind a pooler, which may let a statement wait. */
  readonly isSilent: () => Promise<boolean>;
  /** The replica alone; null: none is configured. Reads by `db` on the replica route use it, too. */
  readonly replica: Database | null;
}

/** Time to connect, and how long background work and all users of the embedded database wait for a connection. */
const CONNECT_TIMEOUT_MS = 10_000;
/** For the runners of consumers, jobs and an index build, each of which holds a connection while it works. */
const BACKGROUND_CONNECTIONS = 6;
/**
 * A large search uses two at once. Others are closed after ten seconds without use; a new one is made, reads the catalogue and parses each statement
 * while the first search after a pause waits, some 10 ms.
 */
const KEPT_CONNECTIONS = 2;
/** One migrates, or builds an index while another is rebuilt; idle connections are closed. */
const MIGRATION_CONNECTIONS = 2;
/** A server times statements out by itself: if it is silent this long after that, it is gone. */
const SILENCE_MS = 5_000;
/** Background statements may take longer: after this silence, the server is asked whether it still works on them. */
const BACKGROUND_SILENCE_MS = 60_000;
/** Another connection tells within a moment whether the statement is still at work; if not, the primary answers the read. */
const REPLICA_SILENCE_MS = 2_000;
/** A server that lives answers a new connection in some milliseconds, a busy one in some hundred. */
const NEW_SILENCE_MS = 2_000;
/** How long cancelling a statement may take. */
const CANCEL_MS = 5_000;

/**
 * A transaction that writes only computes between its statements: embedders, models and other endpoints are asked before it begins. After
 * this long its process is frozen (stopped, or a paused machine), and others wait for its locks: half as long as statements may take by default,
 * so that theirs succeed.
 */
const WRITING_PAUSE_MS = 15_000;
/** A snapshot that answers a request may wait for a model or an endpoint meanwhile. It only keeps migrations and vacuum waiting. */
const READING_PAUSE_MS = 600_000;
const limitsOf = (statementMs: number): TransactionLimits => ({
  statementMs,
  pauseMs: WRITING_PAUSE_MS,
  readingPauseMs: READING_PAUSE_MS,
});

/** Opens the configured database. Does not connect to Postgres yet: it may be unreachable at the start. */
export async function openDatabase(config: EmbeddedConfig | PostgresConfig, log: Logger): Promise<OpenDatabase> {
  return config.kind === 'embedded' ? await openFolder(config, log) : openPostgres(config, log);
}

/** Loads the embedded database's code only if it is used. */
async function openFolder({ dataDir }: EmbeddedConfig, log: Logger): Promise<OpenDatabase> {
  const { openEmbedded } = await import('../platform/db/pglite/embedded-database.ts');
  const { LaneGate } = await import('../platform/db/pglite/lane-gate.ts');
  const embedded = await openEmbedded({
    dataDir,
    onDeath: (error) => log.error({ err: error }, 'the embedded database died; the next use reopens it'),
  });
  const gate = new LaneGate(embedded.pool, {
    acquireTimeoutMs: CONNECT_TIMEOUT_MS,
    onLeak: (message) => log.error(message),
  });
  const requests = gate.lane('requests');
  const background = gate.lane('jobs');
  const db = connectKysely(requests);
  const jobs = connectKysely(background);
  return {
    db,
    jobs,
    jobConnections: background,
    migrations: db,
    place: usualPlace,
    jobsSchema: usualJobsSchema,
    hasSpare: () => false,
    lacksSpace: () => false,
    isSilent: async () => false,
    replica: null,
    pools: () => [{ name: 'postgres', ...gate.figures }],
    async [Symbol.asyncDispose]() {
      await jobs.destroy();
      await db.destroy();
      await embedded.close();
    },
  };
}

/**
 * Two pools: background work may take as long as it needs and leaves requests their connections. Each statement timeout is set with the
 * connection if the URL allows options, and with every transaction in any case; limits on pauses only with transactions.
 */
function openPostgres(config: PostgresConfig, log: Logger): OpenDatabase {
  const { pool, statementTimeoutMs, waitMs, schema, makesExtensions } = config;
  const space = new DiskSpace();
  const open = (of: pg.PoolConfig, options: PoolOptions) => openPool(of, schema, log, { ...options, space });
  const background = open(
    { ...pool, max: BACKGROUND_CONNECTIONS },
    {
      name: 'postgres for background work',
      waitMs: CONNECT_TIMEOUT_MS,
      silentMs: pool.options ? BACKGROUND_SILENCE_MS : null,
      isAtWork: (client) => isAtWork(client, requests),
    },
  );
  // Behind PgBouncer, which takes no options, process ids of connections are not Postgres' own.
  const cancel = pool.options ? cancelBy(background, log) : undefined;
  // Silence proves that the server is gone only if every statement times out.
  const silentMs = pool.options && statementTimeoutMs > 0 ? statementTimeoutMs + SILENCE_MS : null;
  const requests = open(ofRequests(pool, statementTimeoutMs), { name: 'postgres', waitMs, cancel, silentMs });
  const replicas = config.replica && openReplicas(config.replica, config, log);
  const db = connectKysely(replicas ? routedPool(requests, replicas) : requests, limitsOf(statementTimeoutMs));
  const replica = replicas && connectKysely(replicas, limitsOf(statementTimeoutMs));
  const jobs = connectKysely(background, limitsOf(0));
  const direct =
    config.migrationPool &&
    open(
      { ...config.migrationPool, max: MIGRATION_CONNECTIONS },
      { name: 'postgres for migrations', variable: 'DATABASE_MIGRATION_URL', waitMs: CONNECT_TIMEOUT_MS },
    );
  const migrations = direct ? connectKysely(direct, limitsOf(0)) : jobs;
  return {
    db,
    jobs,
    jobConnections: background,
    migrations,
    hasSpare: () => (replicas && currentRoute() === 'replica' ? replicas : requests).hasSpare(),
    lacksSpace: () => space.isLacking,
    isSilent: async () => pool.options !== undefined && (await isServerSilent(pool, NEW_SILENCE_MS)),
    place: { schema, makesExtensions },
    jobsSchema: schema?.jobs ?? usualJobsSchema,
    replica,
    pools: () => [requests, background, direct, replicas].filter((one) => one !== null).map((one) => one.figures()),
    async [Symbol.asyncDispose]() {
      await replica?.destroy();
      if (migrations !== jobs) await migrations.destroy();
      await jobs.destroy();
      await db.destroy();
    },
  };
}

/** Pool for the replica. A hung connection is detected by asking on another, without waiting for the statement timeout. */
function openReplicas(
  replica: pg.PoolConfig,
  { statementTimeoutMs, waitMs, schema }: PostgresConfig,
  log: Logger,
): MeteredPool {
  const bounds = { connectionTimeoutMillis: REPLICA_SILENCE_MS, query_timeout: REPLICA_SILENCE_MS };
  // A pool of its own: all other connections may hang.
  const asking = new pg.Pool({ ...replica, ...bounds, max: 1, idleTimeoutMillis: 1_000 });
  asking.on('error', () => {});
  const pool = openPool(ofRequests(replica, statementTimeoutMs), schema, log, {
    name: 'postgres replica',
    variable: 'DATABASE_REPLICA_URL',
    waitMs,
    silentMs: replica.options ? REPLICA_SILENCE_MS : null,
    // If the replica cannot be asked, the read goes to the primary.
    isAtWork: (client) => isAtWork(client, asking).catch(() => false),
  });
  return { ...pool, end: async () => void (await allEnded([pool.end(), asking.end()])) };
}

/** For requests: each statement times out, and some connections are kept. */
const ofRequests = (pool: Readonly<pg.PoolConfig>, ms: number): pg.PoolConfig => ({
  ...pool,
  min: Math.min(KEPT_CONNECTIONS, pool.max ?? KEPT_CONNECTIONS),
  ...(pool.options && { options: `${pool.options} -c statement_timeout=${ms}` }),
});

/**
 * Cancels what a connection executes, by way of another connection. Returns false if the cancel may still arrive later: the
 * connection must not be reused then.
 */
const cancelBy =
  (control: MeteredPool, log: Logger) =>
  async (client: pg.PoolClient): Promise<boolean> => {
    if (!('processID' in client)) return true;
    const { processID } = client;
    const cancel = async () => {
      const asking = await control.connect();
      await asking.query('select pg_cancel_backend($1)', [processID]).finally(() => asking.release());
      return true;
    };
    return await orAfter(cancel(), CANCEL_MS, false).catch((error: unknown) => {
      // It may have been sent, and only its answer lost.
      log.debug({ err: error }, 'an abandoned statement could not be cancelled');
      return false;
    });
  };

/** A connection without options may be PgBouncer's, which mixes up prepared statements and keeps no search path. */
const clientOf = (config: pg.PoolConfig, schema: SchemaConfig | null): typeof pg.Client => {
  if (config.options) return PreparingClient;
  return schema ? scopedClient(pathOf(schema)) : pg.Client;
};

interface PoolOptions extends Omit<MeteredOptions, 'onFailure'> {
  /** The setting that names its server. Omitted: DATABASE_URL. */
  readonly variable?: DatabaseVariable;
  /** How long a statement waits for a silent server. Omitted or null: forever. */
  readonly silentMs?: number | null;
  /** Whether the server still works on the connection's statement. Omitted: it does not. */
  readonly isAtWork?: (client: pg.PoolClient) => Promise<boolean>;
  /** Told of statements that the server has no space for. Omitted or null: nobody is. */
  readonly space?: DiskSpace | null;
}

/** Asks on another connection. A living server may have lost the statement, or its answer: it then waits for us, too. */
async function isAtWork(client: pg.PoolClient, other: Pick<pg.Pool | MeteredPool, 'connect'>): Promise<boolean> {
  if (!('processID' in client)) return true;
  const asking = await other.connect();
  const working = `select 1 from pg_stat_activity
    where pid = $1 and datname = current_database() and not coalesce(state like 'idle%', false)`;
  const { rowCount } = await asking.query(working, [client.processID]).finally(() => asking.release());
  return rowCount !== 0;
}

function openPool(
  config: pg.PoolConfig,
  schema: SchemaConfig | null,
  log: Logger,
  { variable = 'DATABASE_URL', silentMs = null, isAtWork, space = null, ...options }: PoolOptions,
): MeteredPool {
  const Client = clientOf(config, schema);
  const bounds = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true, keepAliveInitialDelayMillis: 30_000 };
  const pool = new pg.Pool({ ...bounds, Client, types: rowTypes, ...config });
  let hasConnected = false;
  // An unhandled error event would end the process. Errors of idle connections reach the pool, too, after their own listener.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    hasConnected = true;
    watchRefusals(client, space);
    if (silentMs !== null) breakOffSilent(client, silentMs, isAtWork && (() => isAtWork(client)));
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  });
  const refused = new ToldSeldom((error, untold) =>
    log.error(
      { pool: options.name, ...connectionProblem(error, variable), untold },
      'the database refuses connections: mend it there, or change the setting and restart',
    ),
  );
  return meteredPool(pool, {
    ...options,
    onFailure: (error) => {
      // At the start, the same problem ends the process with this text.
      if (hasConnected && connectionProblem(error, variable)) refused.note(error);
    },
  });
}
