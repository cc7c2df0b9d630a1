import type { PostgresPool } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { connectKysely } from '../platform/db/database.ts';
import { PreparedDatabase } from './prepare-database.ts';

const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test('stopping during a retry does not log that the database is ready', async () => {
  const [triedAgain, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  let tries = 0;
  const pool: PostgresPool = {
    connect: async () => {
      tries += 1;
      if (tries === 1) throw refused();
      triedAgain.resolve();
      return await answer.promise;
    },
    end: async () => {},
    options: {},
  };
  const db = connectKysely(pool);
  const said: string[] = [];
  const log = pino({}, { write: (line) => void said.push(JSON.parse(line).msg) });
  const place = { schema: null, makesExtensions: true };
  const prepared = new PreparedDatabase({ db, jobs: db, migrations: db, place }, log, async () => {});
  await prepared.start();
  await triedAgain.promise;
  const stopped = prepared[Symbol.asyncDispose]();
  answer.reject(refused());
  await stopped;
  expect(said).toEqual(['the database does not answer; the server starts and waits for it']);
});
