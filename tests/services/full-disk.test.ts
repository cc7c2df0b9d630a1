import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DataHeader } from '../../src/platform/transfer/data-file.ts';
import { writeDataFile } from '../../src/platform/transfer/write-data-file.ts';
import { mutateBy, type Run } from '../support/mutate.ts';
import { canRunPostgres, startPrimary } from '../support/own-postgres.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { post, startServer, tokenFor } from '../support/started-server.ts';

/** Takes some seconds each, so it runs only in `npm run check:failing`. */
const asked = Number(process.env['FAILING_SERVERS'] ?? 0) > 0;
const megabyte = 1024 * 1024;

interface Disk {
  readonly folder: string;
  readonly freeBytes: () => number;
}

/** Fills a disk except for this many bytes. Concurrent database writes may leave less room than a moment ago. */
function fill(disk: Disk, leftBytes: number): () => void {
  const ballast = join(disk.folder, 'ballast');
  for (let tries = 1; ; tries += 1) {
    try {
      writeFileSync(ballast, Buffer.alloc(disk.freeBytes() - leftBytes));
      return () => rmSync(ballast);
    } catch (error) {
      rmSync(ballast, { force: true });
      if (tries === 20) throw error;
    }
  }
}

/** A server used by one client. */
async function inUse(settings: Record<string, string>) {
  const server = await startServer(settings);
  const token = await tokenFor(settings, '--user', 'me');
  const ask: Run = (query, variables) => post(server.endpoint, token, query, variables);
  const { collection } = await mutateBy(ask, 'createCollection', { name: 'Home' }, 'collection { id }');
  const { id } = collection;
  let bulks = 0;
  const add = async () => {
    bulks += 1;
    const memories = Array.from({ length: 200 }, (_, n) => ({
      content: `bulk ${bulks} memory ${n} ${Math.random().toString(36).repeat(40)}`,
    }));
    await mutateBy(ask, 'addMemories', { collectionId: id, memories });
  };
  const read = async (): Promise<number> => {
    const query = `query ($id: ID!) { collection(id: $id) { memoryCount memories(first: 1) { edges { node { content } } } }
      search(input: { query: "bulk memory", collectionIds: [$id] }, first: 1) { edges { node { id } } }
      context(input: { message: "what of the bulk, and why?", collectionIds: [$id] }) { text } }`;
    const { collection, search } = await ask(query, { id });
    expect(search.edges).toHaveLength(1);
    return collection.memoryCount;
  };
  /** State of the part of health that tells whether the database takes writes. */
  const health = async () => {
    const admin = await tokenFor(settings, '--user', 'me', '--scope', 'admin');
    const { system } = await post(server.endpoint, admin, '{ system { health { status checks { name status } } } }');
    return [
      system.health.status,
      system.health.checks.find(({ name }: { name: string }) => name === 'database writes'),
    ];
  };
  return { add, read, health, stop: () => server.stop() };
}

/** Returns the error of the first failing write. */
async function firstFailure(write: () => Promise<void>): Promise<string> {
  for (let n = 0; n < 200; n += 1) {
    const failure = await write().then(
      () => null,
      (error: Error) => error.message,
    );
    if (failure !== null) return failure;
  }
  throw new Error('Nothing failed: the disk is too large');
}

describe.skipIf(!asked)('a full disk', () => {
  test('of the embedded database: writes fail with advice, reads continue, and writes succeed once space is free', {
    timeout: 120_000,
  }, async () => {
    using disk = mountSmallDisk(200);
    if (disk === null) return;
    await using used = new AsyncDisposableStack();
    const { add, read, health, stop } = await inUse({ DATA_DIR: join(disk.folder, 'data') });
    used.defer(stop);
    await add();
    expect(await health()).toMatchObject(['OK', { status: 'OK' }]);
    const release = fill(disk, 80 * megabyte);
    const failure = await firstFailure(add);
    expect(failure).toMatch(/UNAVAILABLE/);
    expect(failure).toMatch(/"reason":"DATABASE_READ_ONLY"/);
    expect(failure).toMatch(/free space/);
    expect(disk.freeBytes()).toBeGreaterThan(20 * megabyte);
    const kept = await read();
    expect(await health()).toMatchObject(['DEGRADED', { status: 'DEGRADED' }]);
    release();
    await expect.poll(() => add().then(() => 'added', String), { timeout: 5_000 }).toBe('added');
    expect(await read()).toBe(kept + 200);
    expect(await health()).toMatchObject(['OK', { status: 'OK' }]);
  });

  test.skipIf(!canRunPostgres)(
    'of Postgres: writes fail with advice, reads continue, and writes succeed once space is free',
    { timeout: 120_000 },
    async () => {
      using disk = mountSmallDisk(250);
      if (disk === null) return;
      await using used = new AsyncDisposableStack();
      const dataDir = await mkdtemp(join(tmpdir(), 'full-disk-'));
      used.defer(() => rm(dataDir, { recursive: true }));
      const postgres = await startPrimary(null, disk.folder);
      used.defer(() => postgres.remove());
      await postgres.run('create extension vector');
      const { add, read, health, stop } = await inUse({ DATABASE_URL: postgres.url, DATA_DIR: dataDir });
      used.defer(stop);
      await add();
      // The log now has a fresh 16 MB file, so the tables run out of space first.
      await postgres.run('select pg_switch_wal()');
      await add();
      const release = fill(disk, megabyte);
      const failure = await firstFailure(add);
      expect(failure).toMatch(/UNAVAILABLE/);
      expect(failure).toMatch(/"reason":"DISK_FULL"/);
      expect(failure).toMatch(/free space/);
      const kept = await read();
      expect(await health()).toMatchObject(['DEGRADED', { status: 'DEGRADED' }]);
      release();
      await expect.poll(() => add().then(() => 'added', String)).toBe('added');
      expect(await read()).toBe(kept + 200);
    },
  );
});

test('a log on a full disk loses lines, but neither blocks nor ends its process', {
  timeout: 20_000,
}, async () => {
  using disk = mountSmallDisk(1);
  if (disk === null) return;
  const path = join(disk.folder, 'log');
  const release = fill(disk, 0);
  const logger = new URL('../../src/platform/logger.ts', import.meta.url).href;
  const script = `const { createLogger } = await import('${logger}');
    const log = createLogger('info');
    process.on('message', (line) => {
      if (line === 'end') return process.exit();
      log.info(line);
      setTimeout(() => process.send('logged'), 20);
    });`;
  const log = openSync(path, 'a');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const say = async (line: string) => {
    const answered = once(child, 'message');
    child.send(line);
    await answered;
  };
  for (const line of ['lost', 'lost', 'lost']) await say(line);
  release();
  await say('written again');
  await say('and again');
  child.send('end');
  expect(await ended).toEqual([0, null]);
  closeSync(log);
  expect(readFileSync(path, 'utf8')).toMatch(/"written again".*"and again"/s);
});

test('an export onto a full disk fails and leaves no file behind', async () => {
  using disk = mountSmallDisk(1);
  if (disk === null) return;
  const path = join(disk.folder, 'export.gz');
  const noise = () => JSON.stringify({ noise: Array.from({ length: 2_000 }, Math.random) });
  const header: DataHeader = {
    format: 'mnemograph-data',
    version: 1,
    migrations: [],
    postgres: '',
    at: new Date().toISOString(),
    tables: [{ name: 'noise', columns: ['noise'], rows: 100 }],
  };
  const rows = async function* () {
    for (let n = 0; n < 100; n += 1) yield [noise()];
  };
  const before = disk.freeBytes();
  await expect(writeDataFile(path, header, rows, () => {})).rejects.toThrow('ENOSPC');
  expect(disk.freeBytes()).toBe(before);
});
