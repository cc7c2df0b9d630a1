import { cpSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, onTestFinished, test } from 'vitest';
import { folderForTest } from '../../../../tests/support/own-folder.ts';
import { preparePostgresDir } from './data-folder.ts';
import { postgresStartParams } from './postgres-settings.ts';
import { SyncedFiles } from './synced-files.ts';
import { readTemplate } from './template.ts';

const isLog = (path: string | undefined) => path?.includes('pg_wal') ?? false;

async function start(fs: SyncedFiles): Promise<PGlite> {
  const database = await PGlite.create({ fs, startParams: postgresStartParams() });
  onTestFinished(() => database.close());
  return database;
}

/** Starts Postgres in this thread, with a log of its syncs, and a folder that contains only what was synced. */
async function open() {
  const folder = folderForTest();
  const postgresDir = await preparePostgresDir(folder, readTemplate);
  const disk = join(folder, 'disk');
  cpSync(postgresDir, disk, { recursive: true });
  const synced: string[] = [];
  const files = new SyncedFiles(postgresDir, (path) => {
    synced.push(path);
    if (statSync(path).isFile()) cpSync(path, join(disk, relative(postgresDir, path)));
  });
  return { database: await start(files), disk, files, synced };
}

test('a power cut loses only the commits since the last sync', async () => {
  const { database, disk, files, synced } = await open();
  await database.exec('create table thing (id int)');
  files.syncLog();
  synced.length = 0;
  await database.exec('insert into thing select generate_series(1, 1000)');
  expect(synced, 'no commit waits for the disk').toEqual([]);

  await database.exec('checkpoint');
  expect(isLog(synced[0])).toBe(true);
  const named = synced.findIndex((path) => path.endsWith('pg_control'));
  expect(isLog(synced[named - 1]), 'the place in the log that is named is on the disk').toBe(true);

  await database.exec('insert into thing values (0)');
  files.syncLog();
  await database.exec('delete from thing');
  const { rows } = await (await start(new SyncedFiles(disk))).query('select count(*)::int as things from thing');
  expect(rows).toEqual([{ things: 1001 }]);
});

test('committed changes are synced once', async () => {
  const { database, files, synced } = await open();
  await database.exec('create table thing (id int)');
  synced.length = 0;
  files.syncLog();
  expect(synced.length > 0 && synced.every(isLog)).toBe(true);
  synced.length = 0;
  files.syncLog();
  expect(synced).toEqual([]);
});
