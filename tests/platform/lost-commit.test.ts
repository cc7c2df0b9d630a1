import type { PostgresPool } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { afterWrites, onCommit, type StreamRef } from '../../src/platform/events/commits.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

/** Connections that fail with this code after a statement that matches was executed: the answer to it is lost. */
function losing(statement: RegExp, code: string) {
  const pool: PostgresPool = {
    options: database.pool.options,
    end: async () => {},
    connect: async () => {
      const client = await database.pool.connect();
      const query = async (text: string, values: unknown[]) => {
        const result = await client.query(text, values);
        if (statement.test(text)) throw Object.assign(new Error('the answer is lost'), { code });
        return result;
      };
      return Object.create(client, { query: { value: query }, release: { value: () => client.release() } });
    },
  };
  const db = connectKysely(pool).withPlugin(new AccountGuard());
  const accountId = newId();
  const stream: StreamRef = { accountId, kind: 'collection', streamId: newId() };
  const invalidated: string[] = [];
  const told: StreamRef[] = [];
  const step = afterWrites([db], async (account) => void invalidated.push(account));
  const listening = onCommit([db], (touched) => void told.push(...touched));
  onTestFinished(() => {
    step[Symbol.dispose]();
    listening[Symbol.dispose]();
  });
  const write = () =>
    inUnitOfWork(db, accountId, async (unit) => {
      const { streamId: id, kind } = stream;
      await unit.db.insertInto('stream').values({ account_id: accountId, kind, id }).execute();
      unit.record({ kind, streamId: id, type: 'CollectionChanged', subjectId: id });
    });
  return { write, stream, invalidated, told };
}

test('a write whose commit was not confirmed may be there: caches are invalidated, and followers told', async () => {
  const { write, stream, invalidated, told } = losing(/commit$/, '57P01');
  await expect(write()).rejects.toMatchObject({ code: '57P01' });
  const { db } = database;
  const events = db.selectFrom('event').select('seq').where('account_id', '=', stream.accountId);
  expect(await events.execute()).toEqual([{ seq: 1 }]);
  expect(invalidated).toEqual([stream.accountId]);
  expect(told).toEqual([stream]);
});

test.each([
  ['loses the database before its commit', /insert into "stream"/, '57P01'],
  ['is refused at its commit', /commit$/, '23505'],
])('nobody is told of a write that %s', async (_, statement, code) => {
  const { write, invalidated, told } = losing(statement, code);
  await expect(write()).rejects.toMatchObject({ code });
  expect([invalidated, told]).toEqual([[], []]);
});
