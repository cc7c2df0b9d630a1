import { createDatabase } from './fresh-database.ts';
import { type BenchServer, startServer } from './server.ts';

export type Engine = 'postgres' | 'embedded';

export const isEngine = (name: string): name is Engine => name === 'postgres' || name === 'embedded';

export interface OwnServer extends BenchServer {
  readonly engine: Engine;
  /** Null on the embedded engine, whose folder nobody else may open. */
  readonly databaseUrl: string | null;
}

/** The Postgres that `scripts/services.sh env` names; null where none is named. */
export const benchPostgres = (): string | null => process.env['TEST_DATABASE_URL'] ?? null;

/** A server on a new database, which goes with it. */
export async function startOn(engine: Engine, postgresUrl: string | null, nodeOptions?: string[]): Promise<OwnServer> {
  await using parts = new AsyncDisposableStack();
  const database = engine === 'embedded' ? null : parts.use(await createDatabase(required(postgresUrl)));
  const databaseUrl = database?.url ?? null;
  const server = parts.use(await startServer(databaseUrl, nodeOptions));
  const running = parts.move();
  return { ...server, engine, databaseUrl, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function required(url: string | null): string {
  if (url !== null) return url;
  throw new Error('No Postgres is named: eval "$(scripts/services.sh env)", or give --database URL');
}
