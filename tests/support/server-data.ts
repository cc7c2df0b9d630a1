import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratedFolder } from './migrated-folder.ts';
import { createDatabase } from './own-database.ts';

/** Where a server keeps its data. */
export interface ServerData {
  readonly settings: Record<string, string>;
  remove(): Promise<void>;
}

/** Migrated data for tests of what no database changes: on Postgres where it is up, since the embedded one takes twice as long to start. */
export async function makeServerData(): Promise<ServerData> {
  const isPostgresUp = Boolean(process.env['TEST_DATABASE_URL']);
  const database = isPostgresUp ? await createDatabase() : null;
  const folder = database ? await mkdtemp(join(tmpdir(), 'mnemograph-')) : await migratedFolder();
  return {
    settings: { DATA_DIR: folder, ...(database && { DATABASE_URL: database.url }) },
    remove: async () => {
      await database?.drop();
      await rm(folder, { recursive: true });
    },
  };
}
