import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { PreparedDatabase } from '../../src/app/prepare-database.ts';
import { usualPlace } from '../../src/platform/db/extensions.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

test('a start that waits for a database which takes no writes warns of what else is wrong once, not with each retry', async () => {
  await sql`insert into schema_migration (name) values ('9999-12-31T0000-later')`.execute(db);
  const said: string[] = [];
  const log = pino({}, { write: (line) => void said.push(JSON.parse(line).msg) });
  let tries = 0;
  const prepared = new PreparedDatabase({ db, jobs: db, migrations: db, place: usualPlace }, log, async () => {
    tries += 1;
    if (tries < 4)
      throw Object.assign(new Error('cannot execute SELECT in a read-only transaction'), { code: '25006' });
  });
  await prepared.start();
  await prepared.within(60_000);
  prepared.require();
  expect(tries).toBe(4);
  expect(said.filter((line) => line.startsWith('a later version'))).toHaveLength(1);
  expect(said.length).toBe(new Set(said).size);
});
