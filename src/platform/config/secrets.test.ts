import { execFileSync } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../../tests/support/own-folder.ts';
import { mountSmallDisk } from '../../../tests/support/small-disk.ts';
import { loadConfig } from './config.ts';
import { withTokenSecret } from './secrets.ts';

const secretsOf = async (env: Record<string, string>) => (await withTokenSecret(loadConfig(env))).auth.secrets;

test('concurrent starts create one secret in the data folder, readable by its owner only', async () => {
  const DATA_DIR = join(folderForTest(), 'data');
  const several = await Promise.all(Array.from({ length: 20 }, () => secretsOf({ DATA_DIR })));
  const [first] = several;
  expect(first).toEqual([{ kid: null, secret: expect.stringMatching(/^[\w-]{43}$/) }]);
  for (const other of several) expect(other).toEqual(first);
  expect(await readdir(DATA_DIR)).toEqual(['token-secret']);
  expect((await stat(join(DATA_DIR, 'token-secret'))).mode & 0o777).toBe(0o600);
});

test('a damaged secret is an error, and is not replaced', async () => {
  const DATA_DIR = folderForTest();
  await writeFile(join(DATA_DIR, 'token-secret'), '');
  await expect(secretsOf({ DATA_DIR })).rejects.toThrow('holds no token secret');
});

test('an unusable data folder is an error that names DATA_DIR', async () => {
  const file = join(folderForTest(), 'file');
  await writeFile(file, '');
  await expect(secretsOf({ DATA_DIR: file })).rejects.toThrow(/^DATA_DIR takes a folder .*ENOTDIR.*file/);
  await expect(secretsOf({ DATA_DIR: join(file, 'data') })).rejects.toThrow(/^DATA_DIR takes a folder .*ENOTDIR/);
});

test('a folder that the system does not create is an error that names DATA_DIR', async () => {
  await expect(secretsOf({ DATA_DIR: '/proc/nobody/data' })).rejects.toThrow(/^DATA_DIR takes a folder .*mkdir/);
});

test('a full or read-only disk is an error that names DATA_DIR, and no file is left behind', async () => {
  using disk = mountSmallDisk(1);
  if (disk === null) return;
  const ballast = join(disk.folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(disk.freeBytes()));
  await expect(secretsOf({ DATA_DIR: disk.folder })).rejects.toThrow(
    /^DATA_DIR takes a folder on a disk with free space .*ENOSPC/,
  );
  expect(await readdir(disk.folder)).toEqual(['ballast']);
  execFileSync('mount', ['-o', 'remount,ro', disk.folder]);
  await expect(secretsOf({ DATA_DIR: join(disk.folder, 'data') })).rejects.toThrow(/^DATA_DIR takes a folder .*mkdir/);
});

test('a configured secret or identity provider takes precedence over the data folder', async () => {
  const DATA_DIR = folderForTest();
  expect(await secretsOf({ DATA_DIR, JWT_SECRET: 's' })).toEqual([{ kid: null, secret: 's' }]);
  expect(await secretsOf({ DATA_DIR, JWKS_URL: 'https://id/jwks' })).toEqual([]);
  expect(await readdir(DATA_DIR)).toEqual([]);
});
