import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { connectKysely, type Database } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { exportData } from '../../src/platform/transfer/export-data.ts';
import { administer, withName } from '../support/administer.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { folderForTests } from '../support/own-folder.ts';
import { runShell, shellBlocks } from '../support/shell-blocks.ts';

const page = await readFile('docs/operations.md', 'utf8');
const engine = inject('engine');
const folder = folderForTests();

let files = 0;
/** All rows, in any order. */
async function rowsOf(db: Database): Promise<string[]> {
  const path = join(folder, `${files++}.gz`);
  await exportData(db, path);
  return gunzipSync(await readFile(path))
    .toString()
    .split('\n')
    .slice(1, -2)
    .toSorted();
}

describe.runIf(engine === 'postgres')('backup of Postgres', () => {
  const database = useDatabase();
  const jobs = useJobs(database);

  test('the documented commands make a backup and restore it', async () => {
    const { db } = database;
    await fillAccount(db, makeApi(db, jobs).services);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
    const restored = `restored_${randomBytes(6).toString('hex')}`;
    const url = (name = '') => withName(process.env['TEST_DATABASE_URL'] ?? '', name);
    const admin = url(rows[0]?.name);
    // As the page describes it: a role that may log in, and nothing else.
    const owner = `${restored}_owner`;
    await administer(admin, [`create role ${owner} login password '${owner}'`]);
    const ownUrl = Object.assign(new URL(url(restored)), { username: owner, password: owner }).href;
    const settings = {
      DATABASE_URL: admin,
      ADMIN_URL: admin,
      OWNER: owner,
      RESTORED_URL: ownUrl,
      BACKUPS: folder,
    };
    const blocks = shellBlocks(page, '### Postgres');
    expect(blocks).toHaveLength(2);
    for (const block of blocks) await runShell(block.replaceAll(/\brestored\b/g, restored), settings);
    {
      await using opened = openPostgres(ownUrl);
      expect(await rowsOf(opened.db)).toEqual(await rowsOf(db));
      // This role can migrate it.
      expect(await migrate(opened.db, { to: 'none' })).not.toEqual([]);
    }
    await administer(admin, [`drop database ${restored}`, `drop role ${owner}`]);
  });
});

describe.runIf(engine === 'embedded')('backup of the embedded database', () => {
  const useFolder = async <T>(name: string, work: (db: Database) => Promise<T>): Promise<T> => {
    const { pool, close } = await openEmbedded({
      dataDir: join(folder, name),
      template: () => readFile(inject('migratedArchive')),
      onDeath: (error) => expect.fail(error.message),
    });
    return await work(connectKysely(pool)).finally(close);
  };
  const settings = (restored: string) => ({
    DATA_DIR: join(folder, 'data'),
    RESTORED_DIR: join(folder, restored),
    BACKUPS: folder,
  });
  let kept: readonly string[] = [];
  beforeAll(async () => {
    kept = await useFolder('data', async (db) => {
      await fillAccount(db, makeApi(db).services);
      return rowsOf(db);
    });
  });

  test('the documented commands make a backup and restore it', async () => {
    const blocks = shellBlocks(page, '### The embedded database');
    expect(blocks).toHaveLength(2);
    for (const block of blocks) await runShell(block, settings('restored'));
    expect(await useFolder('restored', rowsOf)).toEqual(kept);
  });

  test('the documented commands move everything to another database', async () => {
    const [block = ''] = shellBlocks(page, '### Moving between databases');
    await runShell(block, settings('moved'));
    expect(await useFolder('moved', rowsOf)).toEqual(kept);
  });
});
