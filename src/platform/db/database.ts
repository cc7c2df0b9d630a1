import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyPlugin,
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

/** The whole database, or a transaction of it: stores take either. */
export type Database = Kysely<Tables>;

export const connectKysely = (
  pool: PostgresPool,
  plugins: KyselyPlugin[] = [],
  bounds: TransactionBounds = { statementTimeoutMs: null },
): Database => new Kysely<Tables>({ dialect: new TailingDialect({ pool }, bounds), plugins });

interface TransactionBounds {
  /** How long a statement of a transaction may take; 0: for ever; null: as the connection says. */
  readonly statementTimeoutMs: number | null;
}

const tails = new WeakMap<DatabaseConnection, string>();

/**
 * Gives a transaction a last statement, which goes out in one packet with its COMMIT. What that statement locks is
 * held for no turn of the event loop. `statement` has no parameters: its values are quoted literals.
 */
export const setCommitTail = (transaction: Database, statement: string): Promise<void> =>
  transaction.getExecutor().provideConnection(async (connection) => {
    tails.set(connection, statement);
  });

/**
 * Has all that `work` reads from this database, by whatever service or loader, read at one instant. It may not write; reads
 * that begin after it has ended are ordinary ones.
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
  readonly #bounds: TransactionBounds;

  constructor(config: PostgresDialectConfig, bounds: TransactionBounds) {
    super(config);
    this.#config = config;
    this.#bounds = bounds;
  }

  override createDriver(): PostgresDriver {
    return new TailingDriver(this.#config, this.#bounds);
  }
}

class TailingDriver extends PostgresDriver {
  readonly #bounds: TransactionBounds;
  readonly #own = new WeakSet<DatabaseConnection>();

  constructor(config: PostgresDialectConfig, bounds: TransactionBounds) {
    super(config);
    this.#bounds = bounds;
  }

  /** Within a snapshot of this database: its connection, once whoever has it has done. */
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

  /** The bound goes with the transaction and in its first packet, so that it holds behind a pooler, too. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // Within a snapshot it reads in that one, which neither begins nor ends with it.
    if (Snapshot.of(connection)) return;
    const { statementTimeoutMs } = this.#bounds;
    const { isolationLevel, accessMode = '' } = settings;
    const begin = `begin ${isolationLevel ? `isolation level ${isolationLevel}` : ''} ${accessMode}`;
    const bounds = statementTimeoutMs === null ? [] : [`set local statement_timeout = ${statementTimeoutMs}`];
    await connection.executeQuery(CompiledQuery.raw(opening(begin, ...bounds)));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    // Within a snapshot it reads in that one, which neither begins nor ends with it.
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

/** Waiting for a statement is time of the request that sent it. */
function timeStatements(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = (query, options) => timed('db', () => execute(query, options));
}
