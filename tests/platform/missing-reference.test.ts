import { expect, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { NotFoundError } from '../../src/platform/errors.ts';
import { inUnitOfWork, type UnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const accountId = 'an account (with, brackets)=(in it)';

const failure = (work: (unit: UnitOfWork) => Promise<unknown>): Promise<unknown> =>
  inUnitOfWork(db, accountId, work).then(
    () => null,
    (error: unknown) => error,
  );

test('a foreign key violation becomes a NotFoundError that names the missing object', async () => {
  const id = newId();
  const conversation = { account_id: accountId, id: newId(), collection_id: id };
  const error = await failure((unit) => unit.db.insertInto('conversation').values(conversation).execute());
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ missing: { type: 'Collection', id } });
});

test('any other error is left unchanged', async () => {
  const stream = { account_id: accountId, kind: 'collection', id: newId() } as const;
  const insert = (unit: UnitOfWork) => unit.db.insertInto('stream').values(stream).execute();
  expect(await failure(insert)).toBeNull();
  expect(await failure(insert)).toMatchObject({ code: '23505' });
  expect(await failure(() => Promise.reject(new RangeError('x')))).toBeInstanceOf(RangeError);
});
