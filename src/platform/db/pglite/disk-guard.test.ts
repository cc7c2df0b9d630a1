import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { mountSmallDisk } from '../../../../tests/support/small-disk.ts';
import { openEmbedded } from './embedded-database.ts';

const disk = mountSmallDisk(150);
afterAll(() => disk?.[Symbol.dispose]());

it.skipIf(disk === null)('refuses writes while disk space is low, and resumes by itself', async () => {
  if (disk === null) return;
  const ballast = join(disk.folder, 'ballast');
  const { pool, close } = await openEmbedded({
    dataDir: join(disk.folder, 'data'),
    onDeath: (error) => expect.fail(error.message),
  });
  const write = () => pool.query('insert into kept values (1)');
  const read = async () => (await pool.query('select count(*)::int as count from kept')).rows;
  await pool.query('create table kept (n int)');
  await write();
  const client = await pool.connect();
  await client.query('begin');
  await client.query('insert into kept values (2)');
  writeFileSync(ballast, Buffer.alloc(disk.freeBytes() - 40 * 1024 * 1024));
  await delay(150);
  // Transactions that began before may finish.
  await client.query('insert into kept values (3)');
  await client.query('commit');
  client.release();
  await expect(write()).rejects.toMatchObject({ code: '25006' });
  expect(await read()).toEqual([{ count: 3 }]);
  rmSync(ballast);
  await delay(150);
  await write();
  expect(await read()).toEqual([{ count: 4 }]);
  await close();
});
