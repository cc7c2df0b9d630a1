import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startChild } from '../../../../tests/support/child-process.ts';
import { folderForTest } from '../../../../tests/support/own-folder.ts';
import { openEmbedded } from './embedded-database.ts';
import { lockFolder } from './folder-lock.ts';
import { pidSpace, processStart } from './process-identity.ts';

const CHILD = new URL('../../../../tests/support/embedded-child.ts', import.meta.url);
const onLost = () => expect.fail('the lock was lost');

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

/** Writes a claim as another process would. */
async function claimOf(claim: { pid: number; processStart: string | null; pidSpace: string }): Promise<string> {
  await (await lockFolder(folder, onLost)).release();
  const path = join(folder, 'lock', 'other.json');
  await writeFile(path, JSON.stringify({ ...claim, since: '2026-01-02T03:04:05.678Z' }));
  return path;
}

describe('the lock of a data folder', () => {
  it('refuses a second process, names the holder and since when it has held the folder, until that was killed', async () => {
    const holder = startChild(CHILD, [folder, 'hold']);
    await holder.line((line) => line === 'open');
    const since = /\d{4}-\d\d-\d\dT[\d:.]+Z/.source;
    await expect(lockFolder(folder, onLost)).rejects.toThrow(
      new RegExp(`${folder} is in use by process ${holder.process.pid} since ${since}`),
    );
    holder.process.kill('SIGKILL');
    await holder.ended;
    const lock = await lockFolder(folder, onLost);
    await lock.release();
  });

  it('refuses the same process a second time, and can be acquired after its release', async () => {
    const lock = await lockFolder(folder, onLost);
    await expect(lockFolder(folder, onLost)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.release();
    await (await lockFolder(folder, onLost)).release();
  });

  it('admits one of several concurrent callers', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, onLost)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.release();
  });

  it('is not held by a dead process whose pid was reused', async () => {
    await claimOf({ pid: process.pid, processStart: 'another', pidSpace: pidSpace() });
    await (await lockFolder(folder, onLost)).release();
    expect(await readdir(join(folder, 'lock'))).toEqual([]);
  });

  it('is held by a live process whose start time matches', async () => {
    await claimOf({ pid: process.pid, processStart: processStart(process.pid), pidSpace: pidSpace() });
    await expect(lockFolder(folder, onLost)).rejects.toThrow('since 2026-01-02T03:04:05.678Z');
  });

  it('relies on the heartbeat for a process in another container', async () => {
    const path = await claimOf({ pid: 1, processStart: '1', pidSpace: 'elsewhere' });
    const beat = setInterval(() => void utimes(path, new Date(), new Date()), 50);
    await expect(lockFolder(folder, onLost, 200)).rejects.toThrow('in use by process 1');
    clearInterval(beat);
    await (await lockFolder(folder, onLost, 200)).release();
  });

  it('relies on the heartbeat where the system cannot tell whether the pid was reused', async () => {
    const path = await claimOf({ pid: process.pid, processStart: null, pidSpace: pidSpace() });
    const beat = setInterval(() => void utimes(path, new Date(), new Date()), 50);
    await expect(lockFolder(folder, onLost, 200)).rejects.toThrow('in use by process');
    clearInterval(beat);
    await (await lockFolder(folder, onLost, 200)).release();
  });

  it('is not held by a claim truncated in a power cut', async () => {
    const path = await claimOf({ pid: process.pid, processStart: null, pidSpace: pidSpace() });
    await writeFile(path, (await readFile(path)).subarray(0, 10));
    await (await lockFolder(folder, onLost)).release();
  });

  it('shuts the database down if the lock is removed by hand', async () => {
    const deaths: string[] = [];
    const database = await openEmbedded({ dataDir: folder, onDeath: (error) => deaths.push(error.message) });
    await rm(join(folder, 'lock'), { recursive: true });
    await vi.waitUntil(() => deaths.length > 0, { timeout: 10_000 });
    expect(deaths[0]).toContain('the lock of the data folder was taken away');
    const refused = await database.pool.query('select 1').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'DATA_FOLDER_IN_USE', message: deaths[0] });
    // Code that catches an error may modify it.
    if (refused instanceof Error) refused.message = 'mine';
    await expect(database.pool.query('select 1')).rejects.toThrow(deaths[0]);
    await database.close();
  });
});
