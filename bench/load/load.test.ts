import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { load } from '../load.ts';

const program = new URL('../load.ts', import.meta.url).pathname;
const run = (...options: string[]) => promisify(execFile)(process.execPath, [program, ...options]);

test('a run of two users for two seconds has no failures or lost events, and writes a self-contained report', async () => {
  const database = process.env['TEST_DATABASE_URL'] ? 'postgres' : 'embedded';
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-load-'));
  try {
    const report = join(folder, 'report.html');
    const two = ['--users', '2', '--seconds', '2', '--warm-up', '0', '--rate', '20', '--memories', '50'];
    const { stdout } = await run(...two, '--database', database, '--report', report);
    expect(stdout).toContain('Nothing failed.');
    expect(stdout).toMatch(/events of \d+ saves that were lost +0\.0 +< 1 +reached/);
    const page = await readFile(report, 'utf8');
    expect(page.match(/<svg /g)).toHaveLength(5);
    expect(page).not.toMatch(/NaN|undefined|(?:src|href)=|@import|url\(/);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);

test('invalid arguments are rejected before anything starts', async () => {
  await expect(load(['--profile', 'heavy'])).rejects.toThrow(/--profile takes throughput or chat or repeated/);
  await expect(load(['--users', 'many'])).rejects.toThrow(/--users takes a number above 0/);
});
