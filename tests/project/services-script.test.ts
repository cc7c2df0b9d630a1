import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { folderForTest } from '../support/own-folder.ts';

/** `scripts/services.sh` for a Postgres whose process it did not start, as after `pg_ctl restart`. */
async function restartedPostgres(place: 'data' | 'elsewhere') {
  const folder = folderForTest();
  const data = join(folder, 'postgres', 'data');
  await mkdir(data, { recursive: true });
  const server = spawn('sleep', ['60'], { cwd: place === 'data' ? data : folder });
  onTestFinished(() => void server.kill('SIGKILL'));
  await writeFile(join(data, 'postmaster.pid'), `${server.pid}\n${data}\n`);
  await writeFile(join(folder, 'postgres.pid'), '1 1\n');
  const run = async (command: string) => {
    const env = { ...process.env, SERVICES_RUN_DIR: folder };
    const { stdout } = await promisify(execFile)('scripts/services.sh', [command, 'postgres'], { env }).catch(
      (error: { stdout: string }) => error,
    );
    return stdout;
  };
  return { run, ended: once(server, 'exit'), isRunning: () => server.exitCode === null && server.signalCode === null };
}

test.runIf(process.platform === 'linux')('a Postgres restarted by pg_ctl is detected and stopped', async () => {
  const { run, ended } = await restartedPostgres('data');
  expect(await run('status')).toBe('postgres: running\n');
  expect(await run('env')).toContain('TEST_DATABASE_URL=');
  await run('stop');
  expect(await ended).toEqual([null, 'SIGQUIT']);
  expect(await run('status')).toBe('postgres: not running\n');
});

test.runIf(process.platform === 'linux')('a process that merely has the same PID is left alone', async () => {
  const { run, isRunning } = await restartedPostgres('elsewhere');
  expect(await run('status')).toBe('postgres: not running\n');
  await run('stop');
  expect(isRunning()).toBe(true);
});
