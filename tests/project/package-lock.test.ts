import { spawnSync } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../support/own-folder.ts';

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: true;
}
const lock: { packages: Record<string, Locked> } = JSON.parse(await readFile('package-lock.json', 'utf8'));
const { '': _project, ...packages } = lock.packages;
const manifest: Record<string, Record<string, string>> = JSON.parse(await readFile('package.json', 'utf8'));

test('the lock names no registry, so that it works with any', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('every package has a hash, except optional ones', () => {
  const bare = Object.entries(packages).filter(([, { integrity, optional }]) => !integrity && !optional);
  expect(bare).toEqual([]);
});

test('package.json pins exact versions', () => {
  const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('npm ci accepts the lock as complete', async () => {
  const folder = folderForTest();
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) await copyFile(file, join(folder, file));
  const { status, stderr } = spawnSync('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], { cwd: folder });
  expect(stderr.toString()).not.toContain('npm error');
  expect(status).toBe(0);
});
