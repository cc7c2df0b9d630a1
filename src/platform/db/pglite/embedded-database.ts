import { mkdir } from 'node:fs/promises';
import type { Pool } from 'pg';
import { inDataDir } from '../../config/data-dir.ts';
import { orAfter } from '../../or-after.ts';
import { preparePostgresDir } from './data-folder.ts';
import type { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { embeddedPool } from './embedded-pool.ts';
import { lockFolder } from './folder-lock.ts';
import { readTemplate } from './template.ts';
import { WorkerLink } from './worker-link.ts';

export interface EmbeddedOptions {
  /** The folder that holds the database, made where it is missing and locked while it is open. Null: in memory, for tests. */
  readonly dataDir: string | null;
  /** What a new database begins with: a tar archive as `makeTemplate` gives it. Default: the shipped one. */
  readonly template?: () => Promise<Buffer<ArrayBuffer>>;
  /** Told when the database died by itself; what was pending is rejected with the same error, and the next use reopens it. */
  readonly onDeath: (error: EmbeddedDatabaseError) => void;
}

export interface EmbeddedDatabase {
  /** Has one connection. Ended by `close`. */
  readonly pool: Pool;
  /** Ends the database as a crash would. For tests. */
  kill(): Promise<void>;
  /** Waits for what is pending, writes a checkpoint and gives the folder up. To be called once. */
  close(): Promise<void>;
}

/** How long `close` waits for a connection that somebody still holds, in milliseconds. */
const RELEASE_DEADLINE_MS = 5_000;

/**
 * Opens the embedded Postgres, from a template where there is no database yet.
 *
 * Errors: DATA_FOLDER_IN_USE, DATA_FOLDER_VERSION, DATA_FOLDER_UNKNOWN, EMBEDDED_DATABASE_START_FAILED; a SettingError where
 * the folder cannot be used.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, template = readTemplate, onDeath } = options;
  if (dataDir === null) return await connect(new WorkerLink({ postgresDir: null, template, onDeath }));

  let link: WorkerLink | null = null;
  const onLost = (error: EmbeddedDatabaseError) => {
    void link?.abandon(error);
    onDeath(error);
  };
  const lock = await inDataDir(async () => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await lockFolder(dataDir, onLost);
  });
  try {
    const postgresDir = await inDataDir(() => preparePostgresDir(dataDir, template));
    link = new WorkerLink({ postgresDir, template: null, onDeath });
    const database = await connect(link);
    const close = () => database.close().finally(() => lock.release());
    return { ...database, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function connect(link: WorkerLink): Promise<EmbeddedDatabase> {
  await link.start();
  const pool = embeddedPool(link);
  const close = async () => {
    await orAfter(pool.end(), RELEASE_DEADLINE_MS, null);
    await link.close();
  };
  return { pool, kill: () => link.kill(), close };
}
