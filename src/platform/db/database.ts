import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type PostgresPool,
  type TransactionSettings,
} from 'kysely';
import { timed } from '../request-times.ts';
import { opening } from './preparing-client.ts';
import { Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

/** The database, or a transaction in it: stores accept either. */
export type Database = Kysely<Tables>;

/** Time limits of transactions, in milliseconds; 0: none. */
export interface TransactionLimits {
  /** For each statement. */
  readonly statementMs: number;
  /** For each pause between two statements. The server ends the connection after it, and with it the locks of a process that is frozen. */
  readonly pauseMs: number;
  /** The same if it only reads: it locks no rows, and may wait for other parts. */
  readonly readingPauseMs: number;
}

/** `limits`: null: the connection's own settings. */
export const connectKysely = (pool: PostgresPool, limits: TransactionLimits | null = null): Database =>
  new Kysely<Tables>({ dialect: new TailingDialect({ pool }, limits) });

const tails = new WeakMap<DatabaseConnection, string>();

/**
 * Sets a transaction's last statement, which is sent in one packet with its COMMIT, so that its locks are not
 * held across a turn of the event loop. `statement` has no parameters: its values are quoted literals.
 */
export const setCommitTail = (transaction: Database, statement: string): Promise<void> =>
  transaction.getExecutor().provideConnection(async (connection) => {
    tails.set(connection, statement);
  });

/**
 * Runs `work` so that everything it reads from this database, through any service or loader, comes from one snapshot. `work` must not
 * write; reads that begin after it has ended are ordinary ones.
 */
export const inSnapshot = <T>(db: Database, work: () => Promise<T>): Promise<T> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((transaction) =>
      transaction.getExecutor().provideConnection((connection) => new Snapshot(connection).read(work)),
    );

class TailingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #limits: TransactionLimits | null;

  constructor(config: PostgresDialectConfig, limits: TransactionLimits | null) {
    super(config);
    this.#config = config;
    this.#limits = limits;
  }

  override createDriver(): PostgresDriver {
    return new TailingDriver(this.#config, this.#limits);
  }
}

class TailingDriver extends PostgresDriver {
  readonly #limits: TransactionLimits | null;
  readonly #own = new WeakSet<DatabaseConnection>();

  constructor(config: PostgresDialectConfig, limits: TransactionLimits | null) {
    super(config);
    this.#limits = limits;
  }

  /** Within a snapshot of this database, returns the snapshot's connection as soon as it is free. */
  override async acquireConnection(
    options?: Parameters<PostgresDriver['acquireConnection']>[0],
  ): Promise<DatabaseConnection> {
    const { current: snapshot } = Snapshot;
    if (snapshot && this.#own.has(snapshot.connection)) return await snapshot.acquire();
    const connection = await timed('pool', () => super.acquireConnection(options));
    if (!this.#own.has(connection)) timeStatements(connection);
    this.#own.add(connection);
    return connection;
  }

  override async releaseConnection(connection: Parameters<PostgresDriver['releaseConnection']>[0]): Promise<void> {
    const snapshot = Snapshot.of(connection);
    if (snapshot) snapshot.release();
    else await super.releaseConnection(connection);
  }

  /** Sends the limits in the transaction's first packet, so that they also apply behind a pooler. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // Within a snapshot a nested transaction reads in it, and neither begins nor ends it.
    if (Snapshot.of(connection)) return;
    const { isolationLevel, accessMode = '' } = settings;
    const begin = `begin ${isolationLevel ? `isolation level ${isolationLevel}` : ''} ${accessMode}`;
    const limits = this.#limits ? settingsOf(this.#limits, accessMode === 'read only') : [];
    await connection.executeQuery(CompiledQuery.raw(opening(begin, ...limits)));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    if (Snapshot.of(connection)) return;
    const tail = tails.get(connection);
    if (tail === undefined) return super.commitTransaction(connection);
    tails.delete(connection);
    await connection.executeQuery(CompiledQuery.raw(`${tail};\ncommit`));
  }

  override async rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    if (Snapshot.of(connection)) return;
    tails.delete(connection);
    await super.rollbackTransaction(connection);
  }
}

const settingsOf = ({ statementMs, pauseMs, readingPauseMs }: TransactionLimits, isReading: boolean) => [
  `set local statement_timeout = ${statementMs}`,
  `set local idle_in_transaction_session_timeout = ${isReading ? readingPauseMs : pauseMs}`,
];

/** Counts the time of each statement towards the request that sent it. */
function timeStatements(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query, options) => timed('db', () => execute(query, options));
}
