import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../error-code.ts';
import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { unpackFolder } from './tar-archive.ts';

/** The major version of PGlite's Postgres. It cannot read data folders of another one. */
const POSTGRES_MAJOR = '18';

/**
 * Creates the Postgres data folder from the template if it is missing, inside a data folder that the caller has locked, and
 * returns its path. An interrupted start leaves no partial folder.
 */
export async function preparePostgresDir(dataDir: string, template: () => Promise<Buffer>): Promise<string> {
  const postgresDir = join(dataDir, 'postgres');
  const unfinished = `${postgresDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  if (await isMissing(postgresDir)) {
    await unpackFolder(await template(), unfinished);
    await rename(unfinished, postgresDir);
  }
  await checkVersion(postgresDir);
  return postgresDir;
}

async function isMissing(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return entries.length === 0;
}

/** Checks PG_VERSION, which Postgres writes when it creates a folder; another major version cannot read the files. */
async function checkVersion(postgresDir: string): Promise<void> {
  const found = await readFile(join(postgresDir, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new EmbeddedDatabaseError(
      'DATA_FOLDER_UNKNOWN',
      `${postgresDir} is not empty and holds no database: move it away, or set DATA_DIR to another folder`,
    );
  });
  if (found.trim() === POSTGRES_MAJOR) return;
  throw new EmbeddedDatabaseError(
    'DATA_FOLDER_VERSION',
    `${postgresDir} was made by Postgres ${found.trim()}, this version runs Postgres ${POSTGRES_MAJOR}: ` +
      'run `npm run data -- export FILE` with the version that made it, move the folder away, ' +
      'and run `npm run data -- import FILE` with this one',
  );
}
