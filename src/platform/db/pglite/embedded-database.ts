import { inDataDir, makeDataDir } from '../../config/data-dir.ts';
import { orAfter } from '../../or-after.ts';
import { preparePostgresDir } from './data-folder.ts';
import type { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { embeddedPool } from './embedded-pool.ts';
import { lockFolder } from './folder-lock.ts';
import { readTemplate } from './template.ts';
import { WorkerLink } from './worker-link.ts';

interface EmbeddedOptions {
  /** Folder of the database, created if missing and locked while open. Null: in memory, for tests. */
  readonly dataDir: string | null;
  /** Initial content of a new database: a tar archive made by `makeTemplate`. Default: the shipped one. */
  readonly template?: () => Promise<Buffer<ArrayBuffer>>;
  /** Called when the database dies; pending calls are rejected with the same error, and the next use reopens it. */
  readonly onDeath: (error: EmbeddedDatabaseError) => void;
}

export type EmbeddedDatabase = Awaited<ReturnType<typeof connect>>;

/** How long `close` waits for connections still in use, in milliseconds. */
const RELEASE_DEADLINE_MS = 5_000;

/**
 * Opens the embedded Postgres; creates the database from a template if there is none yet.
 *
 * Errors: DATA_FOLDER_IN_USE, DATA_FOLDER_VERSION, DATA_FOLDER_UNKNOWN, EMBEDDED_DATABASE_START_FAILED; a SettingError if
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
    await makeDataDir(dataDir);
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

async function connect(link: WorkerLink) {
  await link.start();
  /** Has a single connection. Ended by `close`. */
  const pool = embeddedPool(link);
  return {
    pool,
    /** Ends the database as a crash would. For tests. */
    kill: () => link.kill(),
    /** Waits for pending work, writes a checkpoint and unlocks the folder. Call it once. */
    close: async () => {
      await orAfter(pool.end(), RELEASE_DEADLINE_MS, null);
      await link.close();
    },
  };
}
