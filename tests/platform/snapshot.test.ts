import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { connectKysely, inSnapshot } from '../../src/platform/db/database.ts';
import { useDatabase } from '../support/database.ts';
import { makeStream, readEvents } from '../support/streams.ts';

const { db, pool } = useDatabase();
// On the same pool, but like another process: not part of the first's snapshots.
const elsewhere = connectKysely(pool);
const alone = inject('engine') === 'embedded';

test.skipIf(alone)('all reads in a snapshot see the same instant, and later ones do not', async () => {
  const { ref, add } = await makeStream(elsewhere);
  const count = async () => (await readEvents(db, ref, 0, 100)).length;
  await add(1);
  let late: Promise<number> | null = null;
  await inSnapshot(db, async () => {
    expect(await count()).toBe(1);
    await add(1);
    expect(await Promise.all([count(), count(), count()])).toEqual([1, 1, 1]);
    expect(await db.transaction().execute((transaction) => readEvents(transaction, ref, 0, 100))).toHaveLength(1);
    expect(await readEvents(elsewhere, ref, 0, 100)).toHaveLength(2);
    late = new Promise((resolve) => setTimeout(() => resolve(count()), 20));
  });
  expect(await count()).toBe(2);
  expect(await late).toBe(2);
});

test('waits for reads left running, releases the connection after a failure, and rejects writes', async () => {
  const { ref, add } = await makeStream(db);
  await add(3);
  let left: Promise<unknown> = Promise.resolve();
  await inSnapshot(db, async () => {
    left = readEvents(db, ref, 0, 100);
  });
  expect(await left).toHaveLength(3);
  await expect(inSnapshot(db, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(inSnapshot(db, () => add(1))).rejects.toThrow(/read-only/);
  expect(await Promise.all(Array.from({ length: 20 }, () => sql`select 1`.execute(db)))).toHaveLength(20);
  await add(1);
  expect(await readEvents(db, ref, 0, 100)).toHaveLength(4);
});
