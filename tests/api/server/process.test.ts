import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer, request as post } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFile, workerFile } from '../../../bench/support/start-script.ts';
import { listen } from '../../../src/app/http/http.ts';
import { SettingError } from '../../../src/platform/config/config-error.ts';
import { listenForTest } from '../../support/listen.ts';
import { folderForTest } from '../../support/own-folder.ts';
import { makeServerData } from '../../support/server-data.ts';
import { send } from '../../support/started-server.ts';

const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
/** The environment without the settings of this process. */
const env = { PATH, NODE_COMPILE_CACHE };

/** Runs a command of the product in a process of its own. */
function run(file: URL, settings: Record<string, string>) {
  const child = spawn(process.execPath, [file.pathname], { env: { ...env, ...settings } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const ended = once(child, 'exit');
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const [found] = pattern.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      };
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      child.once('exit', () => reject(new Error(`it ended without saying ${pattern}: ${output}`)));
      look();
    });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return { child, said, ended, output: () => output };
}

const exitCode = async ({ ended }: { ended: Promise<ChildProcess[] | unknown[]> }) => (await ended)[0];

/** Settings of a server that is no longer new. */
async function usedData(): Promise<Record<string, string>> {
  const data = await makeServerData();
  onTestFinished(() => data.remove());
  return data.settings;
}

test('the server starts on an empty folder, locks it, and stops on SIGTERM', async () => {
  const settings = { DATA_DIR: folderForTest(), PORT: '0' };
  const server = run(startFile, settings);
  const endpoint = await server.said(/http:\S+\/graphql(?=\n)/);
  const link = await server.said(/http:\S+#token=\S+/);
  const answer = await send(endpoint, link.split('#token=')[1] ?? '', '{ viewer { principal } }');
  expect(answer).toEqual({ data: { viewer: { principal: 'me' } } });

  const second = run(startFile, settings);
  expect(await exitCode(second)).toBe(1);
  expect(second.output()).toContain(`in use by process ${server.child.pid}`);

  server.child.kill('SIGTERM');
  expect(await exitCode(server)).toBe(0);
  expect(server.output()).toContain('"msg":"stopped"');
});

test('a server stops on SIGHUP as on SIGTERM, even if it receives several, as from a terminal and its shell', async () => {
  const server = run(startFile, { ...(await usedData()), PORT: '0' });
  const endpoint = await server.said(/http:\S+\/graphql(?=\n)/);
  // A request that is not yet whole holds the stopping server until the second signal has come.
  const request = post(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', expect: '100-continue' },
  });
  const answered = once(request, 'response');
  request.flushHeaders();
  await once(request, 'continue');
  server.child.kill('SIGHUP');
  await vi.waitFor(() => expect(fetch(endpoint)).rejects.toThrow(), { timeout: 10_000 });
  server.child.kill('SIGHUP');
  await delay(20);
  request.end(JSON.stringify({ query: '{ __typename }' }));
  expect((await answered)[0].statusCode).toBe(200);
  expect(await exitCode(server)).toBe(0);
  expect(server.output()).toContain('"msg":"stopped"');
});

test.each(['a file on a full disk', 'a pipe that nobody reads any more'])(
  'a server whose output is %s still serves',
  async (output) => {
    if (!existsSync('/dev/full')) return;
    const blocker = createServer();
    const url = new URL(await listenForTest(blocker));
    blocker.close();
    const settings = { ...env, ...(await usedData()), PORT: url.port };
    const full = openSync('/dev/full', 'w');
    const stdio = output.startsWith('a file') ? full : 'pipe';
    const child = spawn(process.execPath, [startFile.pathname], { env: settings, stdio: ['ignore', stdio, stdio] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    closeSync(full);
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    const ready = async () => expect((await fetch(new URL('/ready', url))).status).toBe(200);
    await Promise.race([
      vi.waitFor(ready, { timeout: 30_000, interval: 100 }),
      ended.then(([code]) => Promise.reject(new Error(`it ended with ${code}`))),
    ]);
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  },
  60_000,
);

test('invalid settings are reported all at once, and nothing starts', async () => {
  const server = run(startFile, { DATA_DIR: folderForTest(), PORT: 'many', LOG_LEVEL: 'loud' });
  expect(await exitCode(server)).toBe(1);
  expect(server.output()).toContain('PORT: got');
  expect(server.output()).toContain('LOG_LEVEL: got');
  expect(server.output()).not.toContain('    at ');
});

test.each([
  ['another process’s port', () => portInUse(), /PORT takes a port that is free: another process has [1-9]\d*\n/],
  [
    'an unreadable model file',
    async () => ({ EMBEDDING_PROVIDER: 'onnx', MODEL_DIR: '/dev/null/models' }),
    'Cannot use the model file /dev/null/models/',
  ],
])(
  '%s is reported by the name of its setting or file, without a stack trace',
  async (_, settings, told) => {
    const server = run(startFile, { ...(await usedData()), PORT: '0', ...(await settings()) });
    expect(await exitCode(server)).toBe(1);
    expect(server.output()).toMatch(told);
    expect(server.output()).not.toContain('    at ');
  },
  60_000,
);

async function portInUse() {
  return { PORT: new URL(await listenForTest(createServer())).port };
}

test('an address that the machine does not have is refused by the name of the setting', async () => {
  const listening = listen(() => {}, { host: '192.0.2.1', port: 0, drainMs: 0 });
  await expect(listening).rejects.toThrow(new SettingError('HOST', 'an address of this machine: 192.0.2.1 is none'));
});

test('a separate worker is refused for the embedded database', async () => {
  const worker = run(workerFile, { DATA_DIR: folderForTest() });
  expect(await exitCode(worker)).toBe(1);
  expect(worker.output()).toContain('DATABASE_URL');
});

test.each([
  ['SIGTERM', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGTERM'],
] as const)('a process that is stopping after %s ends at once on %s', async (first, second) => {
  const server = run(new URL('../../support/endless-stop.ts', import.meta.url), {});
  await server.said(/runs\n/);
  server.child.kill(first);
  await server.said(/stops\n/);
  server.child.kill(second);
  expect(await server.ended).toEqual([null, second]);
});

test('a process can be stopped while it is still starting, whatever it waits for', async () => {
  const server = run(new URL('../../support/endless-start.ts', import.meta.url), {});
  await server.said(/starts\n/);
  server.child.kill('SIGTERM');
  expect(await exitCode(server)).toBe(0);
});

test('several workers that wait for their database can be stopped', async () => {
  const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', REDIS_URL: 'redis://127.0.0.1:1' };
  const server = run(startFile, { ...away, DATA_DIR: folderForTest(), WORKERS: '2', PORT: '0' });
  await server.said(/the server starts and waits for it/);
  server.child.kill('SIGTERM');
  expect(await exitCode(server)).toBe(0);
  expect(server.output()).not.toContain('listening');
});
