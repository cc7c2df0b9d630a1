import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../../../../tests/support/child-process.ts';
import { keepCompiled } from '../../../../tests/support/compiled-postgres.ts';
import { folderForTests } from '../../../../tests/support/own-folder.ts';
import { openEmbedded } from './embedded-database.ts';

const CHILD = new URL('../../../../tests/support/embedded-child.ts', import.meta.url);
const ROUNDS = 2;

const folder = folderForTests();
beforeAll(keepCompiled);

describe('kill -9 in the middle of bulk writes', () => {
  it('loses no acknowledged bulk and leaves no partial one', async () => {
    let acknowledged = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const child = startChild(CHILD, [folder, 'write']);
      // A different number each time, so that the kill hits different moments of a bulk.
      await child.line((line) => Number(line) >= acknowledged + 20 * round + round);
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
      acknowledged = Math.max(acknowledged, ...child.lines.filter((line) => line !== 'open').map(Number));

      const database = await openEmbedded({ dataDir: folder, onDeath: (error) => expect.fail(error.message) });
      const { rows } = await database.pool.query(
        'select count(distinct bulk)::int as bulks, max(bulk) as last, count(*)::int as items from written',
      );
      await database.close();
      expect(rows[0].last).toBeGreaterThanOrEqual(acknowledged);
      expect(rows[0]).toEqual({ bulks: rows[0].last, last: rows[0].last, items: rows[0].last * 10 });
      acknowledged = rows[0].last;
    }
  });
});

describe('the death of the worker', () => {
  it('rejects the query in flight, and runs queries that were not yet sent on a new worker', async () => {
    const deaths: string[] = [];
    const dataDir = join(folder, 'worker');
    const database = await openEmbedded({ dataDir, onDeath: (error) => deaths.push(error.code) });
    await database.pool.query('create table kept (n int); insert into kept values (1)');

    const pending = [
      database.pool.query('insert into kept select 2 from pg_sleep(10)'),
      database.pool.query('select n from kept'),
    ];
    const outcomes = Promise.allSettled(pending);
    await database.kill();
    const [inFlight, waiting] = await outcomes;
    expect(inFlight).toMatchObject({ status: 'rejected', reason: { code: 'EMBEDDED_DATABASE_DIED' } });
    // It had not been sent yet, so it runs on the next worker.
    expect(waiting).toMatchObject({ status: 'fulfilled', value: { rows: [{ n: 1 }] } });
    expect(deaths).toEqual(['EMBEDDED_DATABASE_DIED']);
    await database.close();
  });

  it('does not affect later concurrent queries if none was pending', async () => {
    const deaths: string[] = [];
    const dataDir = join(folder, 'idle');
    const database = await openEmbedded({ dataDir, onDeath: (error) => deaths.push(error.code) });
    await database.pool.query('create table kept (n int)');
    await database.kill();
    const answers = await Promise.all([1, 2, 3].map((n) => database.pool.query('insert into kept values ($1)', [n])));
    expect(answers.map(({ rowCount }) => rowCount)).toEqual([1, 1, 1]);
    expect(deaths).toEqual(['EMBEDDED_DATABASE_DIED']);
    await database.close();
  });

  it('is reported with the message of Postgres if Postgres panicked', async () => {
    const deaths: string[] = [];
    const dataDir = join(folder, 'panic');
    const database = await openEmbedded({ dataDir, onDeath: (error) => deaths.push(error.message) });
    await rm(join(dataDir, 'postgres', 'pg_wal'), { recursive: true });

    const insert = 'create table t (n int); select pg_switch_wal(); insert into t values (1)';
    await expect(database.pool.query(insert)).rejects.toThrow('pg_wal');
    await expect(database.pool.query('select 1')).rejects.toMatchObject({
      code: 'EMBEDDED_DATABASE_START_FAILED',
      message: expect.stringContaining('pg_wal'),
    });
    expect(deaths).toEqual([expect.stringContaining('PANIC')]);
    await database.close();
  });

  it('loses an in-memory database, and later queries fail with EMBEDDED_DATABASE_LOST', async () => {
    const database = await openEmbedded({ dataDir: null, onDeath: () => undefined });
    await database.kill();
    await expect(database.pool.query('select 1')).rejects.toMatchObject({ code: 'EMBEDDED_DATABASE_LOST' });
    await database.close();
  });
});
