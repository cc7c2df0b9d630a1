import { expect, test } from 'vitest';
import { ProcessLease } from '../../src/platform/db/process-lease.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

test('one process at a time holds a lease, and may renew it', async () => {
  const [a, b] = [new ProcessLease(db, 'work', 60), new ProcessLease(db, 'work', 60)];
  expect([await a.take(), await b.take(), await a.take()]).toEqual([true, false, true]);
  expect(await new ProcessLease(db, 'other work', 60).take()).toBe(true);
  await b.release();
  expect(await b.take()).toBe(false);
  await a.release();
  expect(await b.take()).toBe(true);
});

test('a lease that nobody renews goes to the next', async () => {
  const [dead, next] = [new ProcessLease(db, 'left', 0), new ProcessLease(db, 'left', 60)];
  expect([await dead.take(), await next.take(), await dead.take()]).toEqual([true, true, false]);
});
