import { GraphQLError } from 'graphql';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { publicError } from '../../src/app/public-error.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { inUnitOfWork, type UnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const accountId = newId();

/** Raises the error that Postgres reports to the victim of a deadlock. */
const deadlock = ({ db: transaction }: UnitOfWork) =>
  sql`do $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`.execute(transaction);

/** A unit of work that writes a stream and is aborted the first `times`. Returns how often it was started. */
async function givenUp(times: number) {
  const began: string[] = [];
  const work = inUnitOfWork(db, accountId, async (unit) => {
    const id = newId();
    began.push(id);
    await unit.db.insertInto('stream').values({ account_id: accountId, kind: 'collection', id }).execute();
    if (began.length <= times) await deadlock(unit);
    return id;
  });
  return { began, outcome: await work.catch((error: unknown) => error) };
}

test('a transaction aborted by the database is retried, leaving nothing of earlier attempts', async () => {
  const { began, outcome } = await givenUp(4);
  expect(began).toHaveLength(5);
  const streams = await db.selectFrom('stream').select('id').where('account_id', '=', accountId).execute();
  expect(streams).toEqual([{ id: outcome }]);
});

test('a transaction that is aborted every time answers UNAVAILABLE', async () => {
  const { began, outcome } = await givenUp(Number.POSITIVE_INFINITY);
  expect(began).toHaveLength(5);
  expect(outcome).toMatchObject({ code: '40P01' });
  const originalError = outcome instanceof Error ? outcome : null;
  const told = publicError(new GraphQLError('deadlock detected', { originalError }));
  expect(told?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
  expect(told?.message).not.toContain('deadlock');
});
