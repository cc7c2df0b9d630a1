import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { PreparingClient } from '../../src/platform/db/preparing-client.ts';
import { createDatabase } from './fresh-database.ts';
import { type BenchServer, type ServerOptions, startServer } from './server.ts';

export const engines = ['postgres', 'embedded'] as const;
export type Engine = (typeof engines)[number];

/** A server on a new database. Disposing removes both. */
export interface OwnServer extends BenchServer {
  /** Stops the server and inspects what it stored. */
  inspect(look: (client: pg.ClientBase) => Promise<void>): Promise<void>;
}

/** The Postgres that `scripts/services.sh env` names. */
function benchPostgres(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return url;
  throw new Error('No Postgres is named: scripts/services.sh start postgres; eval "$(scripts/services.sh env)"');
}

/** A new database without a server. Disposing removes it. */
export interface Store extends AsyncDisposable {
  readonly folder: string;
  /** Null: embedded, in the folder. */
  readonly databaseUrl: string | null;
  /** Opens the database itself. If it is embedded, no server may have it open. */
  open(): Promise<Stored>;
}

interface Stored extends AsyncDisposable {
  readonly pool: pg.Pool;
}

export async function createStore(engine: Engine, postgresUrl = benchPostgresOf(engine)): Promise<Store> {
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-bench-'));
  parts.defer(() => rm(folder, { recursive: true }));
  const database = postgresUrl === null ? null : parts.use(await createDatabase(postgresUrl));
  const databaseUrl = database?.url ?? null;
  const all = parts.move();
  return {
    folder,
    databaseUrl,
    open: () => openStored(databaseUrl, folder),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const benchPostgresOf = (engine: Engine): string | null => (engine === 'embedded' ? null : benchPostgres());

interface StartOptions extends Pick<ServerOptions, 'settings' | 'nodeOptions'> {
  readonly postgresUrl?: string;
}

export async function startOn(engine: Engine, { postgresUrl, ...server }: StartOptions = {}): Promise<OwnServer> {
  await using parts = new AsyncDisposableStack();
  const store = parts.use(await createStore(engine, postgresUrl));
  const started = parts.use(await startServer({ ...store, ...server }));
  const all = parts.move();
  return {
    ...started,
    async inspect(look) {
      await started[Symbol.asyncDispose]();
      await using stored = await store.open();
      const client = await stored.pool.connect();
      try {
        await look(client);
      } finally {
        client.release();
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Leaves the database as autovacuum would after a while. */
export async function vacuum(store: Pick<Store, 'open'>): Promise<void> {
  await using opened = await store.open();
  await opened.pool.query('vacuum analyze');
}

async function openStored(databaseUrl: string | null, folder: string): Promise<Stored> {
  if (databaseUrl !== null) {
    const pool = new pg.Pool({ Client: PreparingClient, connectionString: databaseUrl, max: 1 });
    const close = async (): Promise<void> => {
      // The pool reports its end before its connections are closed; until then the database cannot be dropped.
      const left = pool.totalCount > 0 ? once(pool, 'remove') : null;
      await pool.end();
      await left;
    };
    return { pool, [Symbol.asyncDispose]: close };
  }
  const onDeath = (error: Error): never => {
    throw error;
  };
  const { pool, close } = await openEmbedded({ dataDir: folder, onDeath });
  return { pool, [Symbol.asyncDispose]: close };
}
