import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { endLeases, ProcessLease } from '../../src/platform/db/process-lease.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

test('one process at a time holds a lease, and can renew it', async () => {
  const [a, b] = [new ProcessLease(db, 'work', 60), new ProcessLease(db, 'work', 60)];
  expect([await a.take(), await b.take(), await a.take()]).toEqual([true, false, true]);
  expect(await new ProcessLease(db, 'other work', 60).take()).toBe(true);
  await b.release();
  expect(await b.take()).toBe(false);
  await a.release();
  expect(await b.take()).toBe(true);
});

test('an expired lease can be taken by another', async () => {
  const [dead, next] = [new ProcessLease(db, 'left', 0), new ProcessLease(db, 'left', 60)];
  expect([await dead.take(), await next.take(), await dead.take()]).toEqual([true, true, false]);
});

test('if only one process uses the database, leases of a killed one are released at the next start', async () => {
  const [killed, next] = [new ProcessLease(db, 'moved', 300), new ProcessLease(db, 'moved', 300)];
  expect([await killed.take(), await next.take()]).toEqual([true, false]);
  await endLeases(db);
  expect(await next.take()).toBe(true);
});

test('a lease is renewed while its work runs, which excludes others', async () => {
  const [worker, other] = [new ProcessLease(db, 'long', 1), new ProcessLease(db, 'long', 1)];
  const seen = await worker.during(async () => {
    await setTimeout(1_500);
    return await other.during(async () => 'in');
  });
  expect(seen).toBeNull();
  await worker.release();
  expect(await other.during(async () => 'in')).toBe('in');
});

test('a lease is no longer renewed after its work failed', async () => {
  const [worker, other] = [new ProcessLease(db, 'failing', 1), new ProcessLease(db, 'failing', 60)];
  await expect(worker.during(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await vi.waitFor(async () => expect(await other.take()).toBe(true), 5_000);
});
