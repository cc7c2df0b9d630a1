import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ifThere } from '../../is-there.ts';
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
  const present = (await ifThere(readdir(postgresDir))) ?? [];
  if (present.length === 0) {
    await unpackFolder(await template(), unfinished);
    await rename(unfinished, postgresDir);
  }
  await checkVersion(postgresDir);
  return postgresDir;
}

/** Checks PG_VERSION, which Postgres writes when it creates a folder; another major version cannot read the files. */
async function checkVersion(postgresDir: string): Promise<void> {
  const found = (await ifThere(readFile(join(postgresDir, 'PG_VERSION'), 'utf8')))?.trim();
  if (found === POSTGRES_MAJOR) return;
  if (found === undefined) {
    throw new EmbeddedDatabaseError(
      'DATA_FOLDER_UNKNOWN',
      `${postgresDir} is not empty and holds no database: move it away, or set DATA_DIR to another folder`,
    );
  }
  throw new EmbeddedDatabaseError(
    'DATA_FOLDER_VERSION',
    `${postgresDir} was made by Postgres ${found}, this version runs Postgres ${POSTGRES_MAJOR}: ` +
      'run `npm run data -- export FILE` with the version that made it, move the folder away, ' +
      'and run `npm run data -- import FILE` with this one',
  );
}
