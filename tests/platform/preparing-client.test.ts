import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { prepared } from '../../src/platform/db/preparing-client.ts';
import { useDatabase } from '../support/database.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();

/** Number of a connection's prepared statements that contain this text. */
async function preparedOf(connection: Database, text: string): Promise<number> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(connection);
  return rows.filter(({ statement }) => statement.includes(text)).length;
}

test('a statement is prepared once per connection on request, whatever its values', async () => {
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

test('a failed statement is prepared again', async () => {
  await db.connection().execute(async (connection) => {
    const half = (value: string) => sql<{ half: number }>`${prepared} select ${value}::int / 2 as half`;
    await expect(half('many').execute(connection)).rejects.toThrow('many');
    expect((await half('8').execute(connection)).rows).toEqual([{ half: 4 }]);
  });
});

test('the number of prepared statements per connection is bounded', async () => {
  await db.connection().execute(async (connection) => {
    for (let n = 0; n < 120; n += 1) await sql`${prepared} select ${sql.lit(n)} as many`.execute(connection);
    expect(await preparedOf(connection, 'as many')).toBeLessThanOrEqual(100);
  });
});

test('a prepared select of all columns continues after a column is added', async () => {
  await sql`create table growing (id int)`.execute(db);
  await db.connection().execute(async (connection) => {
    const all = sql`${prepared} select "growing".* from growing where id > ${0}`;
    await all.execute(connection);
    await sql`alter table growing add column name text`.execute(connection);
    await sql`insert into growing values (1, 'one')`.execute(connection);
    expect((await all.execute(connection)).rows).toEqual([{ id: 1, name: 'one' }]);
  });
});

describe('the begin of a transaction', () => {
  test('applies to its first statement, whether that has values, is prepared or neither', async () => {
    const firsts = [
      sql<{
        level: string;
        one: string;
      }>`select current_setting('transaction_isolation') as level, ${'1'}::text as one`,
      sql<{ level: string; one: string }>`select current_setting('transaction_isolation') as level, '1' as one`,
      sql<{
        level: string;
        one: string;
      }>`${prepared} select current_setting('transaction_isolation') as level, ${'1'}::text as one`,
    ];
    for (const first of [...firsts, ...firsts])
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (transaction) => {
          expect((await first.execute(transaction)).rows).toEqual([{ level: 'repeatable read', one: '1' }]);
        });
  });

  test('is rolled back with everything after it, even if its first statement fails', async () => {
    await sql`create table kept (id int)`.execute(db);
    const keep = (id: string) => sql`insert into kept values (${id}::int)`;
    const failing = db.transaction().execute(async (transaction) => {
      await keep('one').execute(transaction);
    });
    await expect(failing).rejects.toThrow('one');
    const late = db.transaction().execute(async (transaction) => {
      await keep('2').execute(transaction);
      await keep('two').execute(transaction);
    });
    await expect(late).rejects.toThrow('two');
    await db.transaction().execute(async (transaction) => void (await keep('3').execute(transaction)));
    expect((await sql`select id from kept`.execute(db)).rows).toEqual([{ id: 3 }]);
  });

  test('takes no extra round trip', async () => {
    const sent = await countStatements(() =>
      db.transaction().execute(async (transaction) => void (await sql`select 1 as first`.execute(transaction))),
    );
    expect(sent).toEqual([expect.stringMatching(/^select 1 as first .* led by +begin/), 'commit']);
  });

  test('is not sent for an empty transaction, which leaves no connection in one', async () => {
    const sent = await countStatements(async () => {
      await db.transaction().execute(async () => {});
      await expect(db.transaction().execute(() => Promise.reject(new Error('given up')))).rejects.toThrow('given up');
      await sql`select 1 as alone`.execute(db);
    });
    expect(sent).toEqual(['select 1 as alone']);
  });
});
