import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { createDatabase } from './fresh-database.ts';
import { type BenchServer, startServer } from './server.ts';

export const engines = ['postgres', 'embedded'] as const;
export type Engine = (typeof engines)[number];

/** A server on a new database; both go when it is disposed. */
export interface OwnServer extends BenchServer {
  /** Stops the server and looks into what it stored. */
  inspect(look: (pool: pg.Pool) => Promise<void>): Promise<void>;
}

/** The Postgres that `scripts/services.sh env` names. */
export function benchPostgres(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return url;
  throw new Error('No Postgres is named: scripts/services.sh start postgres; eval "$(scripts/services.sh env)"');
}

export async function startOn(engine: Engine, options: { readonly postgresUrl?: string } = {}): Promise<OwnServer> {
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-bench-'));
  parts.defer(() => rm(folder, { recursive: true }));
  const postgresUrl = engine === 'embedded' ? null : (options.postgresUrl ?? benchPostgres());
  const database = postgresUrl === null ? null : parts.use(await createDatabase(postgresUrl));
  const databaseUrl = database?.url ?? null;
  const server = parts.use(await startServer({ folder, databaseUrl }));
  const all = parts.move();
  return {
    ...server,
    async inspect(look) {
      await server[Symbol.asyncDispose]();
      await using database = await openStored(databaseUrl, folder);
      await look(database.pool);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function openStored(databaseUrl: string | null, folder: string): Promise<AsyncDisposable & { pool: pg.Pool }> {
  if (databaseUrl !== null) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    return { pool, [Symbol.asyncDispose]: () => pool.end() };
  }
  const onDeath = (error: Error): never => {
    throw error;
  };
  const { pool, close } = await openEmbedded({ dataDir: folder, onDeath });
  return { pool, [Symbol.asyncDispose]: close };
}
