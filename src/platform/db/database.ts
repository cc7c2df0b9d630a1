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

  constructor(config: PostgresDialectConfig, bounds: TransactionBounds) {
    super(config);
    this.#bounds = bounds;
  }

  /** The bound goes with the transaction and in its first packet, so that it holds behind a pooler, too. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { statementTimeoutMs } = this.#bounds;
    if (statementTimeoutMs === null) return super.beginTransaction(connection, settings);
    const { isolationLevel, accessMode = '' } = settings;
    const begin = `begin ${isolationLevel ? `isolation level ${isolationLevel}` : ''} ${accessMode}`;
    await connection.executeQuery(CompiledQuery.raw(`${begin};\nset local statement_timeout = ${statementTimeoutMs}`));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const tail = tails.get(connection);
    if (tail === undefined) return super.commitTransaction(connection);
    tails.delete(connection);
    await connection.executeQuery(CompiledQuery.raw(`${tail};\ncommit`));
  }

  override async rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    tails.delete(connection);
    await super.rollbackTransaction(connection);
  }
}
