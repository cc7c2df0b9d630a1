import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyPlugin,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type PostgresPool,
} from 'kysely';
import type { Tables } from './tables.ts';

/** The whole database, or a transaction of it: stores take either. */
export type Database = Kysely<Tables>;

export const connectKysely = (pool: PostgresPool, plugins: KyselyPlugin[] = []): Database =>
  new Kysely<Tables>({ dialect: new TailingDialect({ pool }), plugins });

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

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new TailingDriver(this.#config);
  }
}

class TailingDriver extends PostgresDriver {
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
