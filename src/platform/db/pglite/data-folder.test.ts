import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepCompiled } from '../../../../tests/support/compiled-postgres.ts';
import { folderForTest } from '../../../../tests/support/own-folder.ts';
import { openEmbedded } from './embedded-database.ts';
import { packFolder, unpackFolder } from './tar-archive.ts';
import { readTemplate } from './template.ts';
import { makeTemplate } from './template-builder.ts';

beforeAll(keepCompiled);

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

const open = () => openEmbedded({ dataDir: folder, onDeath: (error) => expect.fail(error.message) });
const makePostgresDir = () => mkdir(join(folder, 'postgres'), { recursive: true });

describe('the data folder', () => {
  it('is created from the template, readable by its owner only, and keeps its data when reopened', async () => {
    const first = await open();
    await first.pool.query("create table kept as select 'here' as word");
    await first.close();
    const second = await open();
    const { rows } = await second.pool.query('select word from kept');
    await second.close();
    expect(rows).toEqual([{ word: 'here' }]);
    expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'postgres', 'PG_VERSION'))).mode & 0o777).toBe(0o600);
  });

  it('is refused with an error that names DATA_DIR if it is a file or contains one in place of a folder', async () => {
    await writeFile(join(folder, 'postgres'), '');
    await expect(open()).rejects.toThrow(/^DATA_DIR takes a folder .*ENOTDIR/);
    await writeFile(join(folder, 'file'), '');
    const inFile = openEmbedded({ dataDir: join(folder, 'file'), onDeath: () => {} });
    await expect(inFile).rejects.toThrow(/^DATA_DIR takes a folder .*EEXIST/);
  });

  it('of another Postgres major version is refused, with both versions and the migration path', async () => {
    await makePostgresDir();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_FOLDER_VERSION',
      message: expect.stringMatching(/made by Postgres 17, this .* Postgres 18: .* data -- export .* data -- import/),
    });
  });

  it('with unknown content is refused and left untouched', async () => {
    await makePostgresDir();
    await writeFile(join(folder, 'postgres', 'notes.txt'), 'mine');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNKNOWN' });
    expect(await readdir(join(folder, 'postgres'))).toEqual(['notes.txt']);
  });

  it('is unlocked after a refused start', async () => {
    await makePostgresDir();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_FOLDER_VERSION' });
    expect(await readdir(join(folder, 'lock'))).toEqual([]);
  });

  it('is created anew if the first start was interrupted', async () => {
    await mkdir(join(folder, 'postgres.unfinished', 'base'), { recursive: true });
    await (await open()).close();
    expect((await readdir(folder)).toSorted()).toEqual(['lock', 'postgres']);
  });
});

describe('a template', () => {
  it('provides its prepared content to databases in memory and on disk', async () => {
    const made = await makeTemplate({
      base: readTemplate,
      prepare: async (pool) => {
        await pool.query('create table prepared (v vector(3)); insert into prepared values ($$[1,2,3]$$)');
      },
    });
    const template = async () => made;
    for (const dataDir of [null, folder]) {
      const database = await openEmbedded({ dataDir, template, onDeath: (error) => expect.fail(error.message) });
      const { rows } = await database.pool.query("select v <-> '[1,2,4]' as distance from prepared");
      await database.close();
      expect(rows).toEqual([{ distance: 1 }]);
    }
  });

  it('is identical after unpacking and repacking', async () => {
    await unpackFolder(await readTemplate(), join(folder, 'unpacked'));
    expect((await packFolder(join(folder, 'unpacked'))).equals(await readTemplate())).toBe(true);
  });
});
