import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { folderForTests } from '../../../../tests/support/own-folder.ts';
import { preparePostgresDir } from './data-folder.ts';
import { embeddedPool } from './embedded-pool.ts';
import { doChores } from './housekeeping.ts';
import { readTemplate } from './template.ts';
import { WorkerLink } from './worker-link.ts';

const folder = folderForTests();
let link: WorkerLink;
beforeAll(async () => {
  const postgresDir = await preparePostgresDir(folder, readTemplate);
  const onDeath = (error: Error) => expect.fail(error.message);
  link = new WorkerLink({ postgresDir, template: null, choreIntervalMs: 50, onDeath });
});
afterAll(() => link.close());

it('vacuums and checkpoints by itself, but never inside a transaction', async () => {
  const pool = embeddedPool(link);
  await pool.query('create table grown as select i, repeat(md5(i::text), 40) as t from generate_series(1, 40000) i');
  await pool.query('delete from grown where i % 2 = 0');
  const client = await pool.connect();
  const vacuums = "select pg_stat_get_vacuum_count('grown'::regclass)::int as n";
  await client.query('begin');
  const before = await client.query(vacuums);
  // Enough time for many chores, if they ran between the statements of a transaction.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = await client.query(vacuums);
  await client.query('commit');
  client.release();
  expect(after.rows).toEqual(before.rows);

  const state = `select n_dead_tup::int as dead, vacuum_count::int as vacuums,
      (select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::int from pg_control_checkpoint()) as log
    from pg_stat_user_tables where relname = 'grown'`;
  await vi.waitUntil(
    async () => {
      const [{ dead, vacuums, log }] = (await pool.query(state)).rows;
      return dead === 0 && vacuums > 0 && log < 32 * 1024 * 1024;
    },
    { timeout: 15_000, interval: 400 },
  );
  await pool.end();
  const logFiles = (await readdir(join(folder, 'postgres', 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name));
  expect(logFiles.length * 4).toBeLessThan(100);
});

describe('doChores', () => {
  /** Simulates a database with a long WAL, and two tables that need maintenance. Returns the statements that were run, and whether that is all. */
  function choresOf() {
    const run: string[] = [];
    const isAll = doChores((sql) => {
      if (sql.includes('pg_control_checkpoint')) return [[String(64 * 1024 * 1024)]];
      if (sql.includes('pg_stat_all_tables'))
        return [['VACUUM (ANALYZE) public.memory'], ['ANALYZE public.collection']];
      run.push(sql);
      return [];
    });
    return { run, isAll };
  }

  it('checkpoints a long WAL and does all due maintenance', () => {
    const run = ['CHECKPOINT', 'VACUUM (ANALYZE) public.memory', 'ANALYZE public.collection'];
    expect(choresOf()).toEqual({ run, isAll: true });
  });

  it('leaves the rest for the next run if the chores take long', () => {
    let at = 0;
    const slowly = vi.spyOn(performance, 'now').mockImplementation(() => (at += 600));
    onTestFinished(() => slowly.mockRestore());
    expect(choresOf()).toEqual({ run: ['CHECKPOINT', 'VACUUM (ANALYZE) public.memory'], isAll: false });
  });
});
