import { glob, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { fingerprintOf } from '../../scripts/fingerprint.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { readTemplate } from '../../src/platform/db/pglite/template.ts';
import { makeTemplate } from '../../src/platform/db/pglite/template-builder.ts';
import { isThere } from '../../src/platform/is-there.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = resolve(root, '.cache/migrated');

/** Files that determine the contents of the archive. */
const madeOf = [
  'migrations/*.ts',
  'src/platform/db/**/*.ts',
  'src/platform/jobs/*.ts',
  'assets/*',
  'package-lock.json',
];

/**
 * Returns the path of an archive of an embedded database with all migrations. The archive is kept for later runs, and made again
 * only if its sources changed.
 */
export async function migratedArchive(): Promise<string> {
  const files = await Array.fromAsync(glob(madeOf, { cwd: root }));
  const name = `${await fingerprintOf(root, files.toSorted())}.tar`;
  const file = join(folder, name);
  if (await isThere(file)) return file;
  await mkdir(folder, { recursive: true });
  const before = await readdir(folder);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, await makeTemplate({ base: readTemplate, prepare: migrateAll }));
  await rename(unfinished, file);
  await Promise.all(before.map((old) => rm(join(folder, old), { force: true })));
  return file;
}

export const migrateAll = async (pool: Pool): Promise<void> => {
  await migrate(connectKysely(pool));
};
