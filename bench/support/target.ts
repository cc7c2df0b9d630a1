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
  inspect(look: (client: pg.ClientBase) => Promise<void>): Promise<void>;
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
      await using stored = await openStored(databaseUrl, folder);
      await look(stored.client);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

interface Stored extends AsyncDisposable {
  readonly client: pg.ClientBase;
}

async function openStored(databaseUrl: string | null, folder: string): Promise<Stored> {
  if (databaseUrl !== null) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return { client, [Symbol.asyncDispose]: () => client.end() };
  }
  const onDeath = (error: Error): never => {
    throw error;
  };
  const { pool, close } = await openEmbedded({ dataDir: folder, onDeath });
  const client = await pool.connect();
  const release = async (): Promise<void> => {
    client.release();
    await close();
  };
  return { client, [Symbol.asyncDispose]: release };
}
