import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type OpenDatabase, openDatabase } from '../src/app/open-database.ts';
import type { Config } from '../src/platform/config/config.ts';

/** For commands that work on existing data: throws instead of creating a database, as a wrong DATA_DIR would otherwise cause. */
export async function openExisting({ database }: Config, log: Logger): Promise<OpenDatabase> {
  if (database.kind === 'embedded') {
    await access(join(database.dataDir, 'postgres', 'PG_VERSION')).catch((error: unknown) => {
      throw new Error(`There is no database in ${database.dataDir}: say DATA_DIR or DATABASE_URL`, { cause: error });
    });
  }
  return await openDatabase(database, log);
}
