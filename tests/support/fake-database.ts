import {
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';
import { currentRequester } from '../../src/platform/turns/requester.ts';
import { RequesterGoneError } from '../../src/platform/turns/turns.errors.ts';

/** A database that answers every statement with the same rows, or rejects it if the requester has disconnected. */
export const fakeDatabase = (answer: () => Promise<readonly object[]>): Database =>
  new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new FakeDriver(answer),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

class FakeDriver extends DummyDriver {
  readonly #connection: DatabaseConnection;

  constructor(answer: () => Promise<readonly object[]>) {
    super();
    this.#connection = {
      executeQuery: async () => ({ rows: JSON.parse(JSON.stringify(await answer())) }),
      async *streamQuery() {},
    };
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (currentRequester()?.gone?.aborted) throw new RequesterGoneError();
    return this.#connection;
  }
}
