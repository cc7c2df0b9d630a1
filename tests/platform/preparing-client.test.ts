import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { prepared } from '../../src/platform/db/preparing-client.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

/** How often each statement that a connection has prepared begins with this. */
async function preparedOf(connection: Database, text: string): Promise<number> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(connection);
  return rows.filter(({ statement }) => statement.includes(text)).length;
}

test('a statement that asks for it is prepared once a connection, whatever its values', async () => {
  await db.connection().execute(async (connection) => {
    for (const value of ['one', 'two', 'three']) {
      const { rows } = await sql<{ value: string }>`${prepared} select ${value}::text as value`.execute(connection);
      expect(rows).toEqual([{ value }]);
    }
    await sql`select ${'plain'}::text as plain`.execute(connection);
    expect(await preparedOf(connection, 'as value')).toBe(1);
    expect(await preparedOf(connection, 'as plain')).toBe(0);
  });
});

test('one that fails is sent again as new', async () => {
  await db.connection().execute(async (connection) => {
    const half = (value: string) => sql<{ half: number }>`${prepared} select ${value}::int / 2 as half`;
    await expect(half('many').execute(connection)).rejects.toThrow('many');
    expect((await half('8').execute(connection)).rows).toEqual([{ half: 4 }]);
  });
});

test('texts without number are not kept', async () => {
  await db.connection().execute(async (connection) => {
    for (let n = 0; n < 120; n += 1) await sql`${prepared} select ${sql.lit(n)} as many`.execute(connection);
    expect(await preparedOf(connection, 'as many')).toBeLessThanOrEqual(100);
  });
});

test('one that asks for all columns of a table goes on when the table gets one more', async () => {
  await sql`create table growing (id int)`.execute(db);
  await db.connection().execute(async (connection) => {
    const all = sql`${prepared} select "growing".* from growing where id > ${0}`;
    await all.execute(connection);
    await sql`alter table growing add column name text`.execute(connection);
    await sql`insert into growing values (1, 'one')`.execute(connection);
    expect((await all.execute(connection)).rows).toEqual([{ id: 1, name: 'one' }]);
  });
});
