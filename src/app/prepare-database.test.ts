import type { PostgresPool } from 'kysely';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectKysely } from '../platform/db/database.ts';
import { PreparedDatabase } from './prepare-database.ts';

/** A database whose connections fail by `connect`, which is told how many were tried, with what was logged. */
function failingDatabase(connect: (tried: number) => Promise<never>) {
  let tries = 0;
  const pool: PostgresPool = {
    connect: () => {
      tries += 1;
      return connect(tries);
    },
    end: async () => {},
    options: {},
  };
  const db = connectKysely(pool);
  const said: string[] = [];
  const log = pino({}, { write: (line) => void said.push(JSON.parse(line).msg) });
  const place = { schema: null, makesExtensions: true };
  return { prepared: new PreparedDatabase({ db, jobs: db, migrations: db, place }, log, async () => {}), said };
}

const waits = 'the database does not answer; the server starts and waits for it';
const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test('a start that waits for the database, as for a lock that another session holds, says so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answer = Promise.withResolvers<never>();
  const { prepared, said } = failingDatabase(() => answer.promise);
  const started = prepared.start();
  vi.advanceTimersByTime(9_999);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([expect.stringContaining('holds a lock')]);
  answer.reject(new Error('no such database'));
  await expect(started).rejects.toThrow('no such database');
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(1);
});

test('stopping during a retry does not log that the database is ready', async () => {
  const [triedAgain, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  const { prepared, said } = failingDatabase(async (tried) => {
    if (tried === 1) throw refused();
    triedAgain.resolve();
    return await answer.promise;
  });
  await prepared.start();
  await triedAgain.promise;
  const stopped = prepared[Symbol.asyncDispose]();
  answer.reject(refused());
  await stopped;
  expect(said).toEqual([waits]);
});

test('a setting that proves wrong when the database is back is reported once a minute, not with each retry', async () => {
  const triedOften = Promise.withResolvers<void>();
  const { prepared, said } = failingDatabase(async (tried) => {
    if (tried === 1) throw refused();
    if (tried === 4) triedOften.resolve();
    throw Object.assign(new Error('password authentication failed'), { code: '28P01' });
  });
  await prepared.start();
  await triedOften.promise;
  await prepared[Symbol.asyncDispose]();
  expect(said).toEqual([waits, 'the database cannot be prepared']);
});
