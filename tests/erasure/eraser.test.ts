import { sql } from 'kysely';
import { expect, inject, test, vi } from 'vitest';
import { dependents } from '../../src/app/jobs.ts';
import { CollectionStore } from '../../src/collection/collection.store.ts';
import { Eraser } from '../../src/erasure/eraser.ts';
import { nextCurrentIds } from '../../src/memory/memory.store.ts';
import { recountBatch } from '../../src/memory/statistics.store.ts';
import { NotFoundError } from '../../src/platform/errors.ts';
import { rowsOf } from '../support/account-rows.ts';
import { converse } from '../support/converse.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const { services } = makeApi(db, useJobs(database));
const { collections, conversations, memories, deletions } = services;
const { signal } = new AbortController();

/** Erases one transaction at a time. Returns what was left after each. */
async function eraseStepwise(accountId: string, batchSize: number): Promise<Record<string, number>[]> {
  const eraser = new Eraser(db, { batchSize, batchesPerTurn: 1, dependents });
  const left = [await rowsOf(db, accountId)];
  while ((await eraser.erase(accountId, signal)) === 'again') left.push(await rowsOf(db, accountId));
  return left;
}

test('a collection of 2,000 memories is erased in batches of bounded size', async () => {
  const viewer = makeViewer();
  const { id } = await collections.create(viewer, { name: 'Large' });
  for (let bulk = 0; bulk < 2; bulk += 1) {
    const given = Array.from({ length: 1000 }, (_, n) => ({ content: `memory ${bulk * 1000 + n}` }));
    await memories.addMany(viewer, id, given, new Map());
  }
  await deletions.deleteCollection(viewer, id);
  const left = await eraseStepwise(viewer.accountId, 200);
  const counts = (table: string) =>
    left.map((rows) => rows[table] ?? 0).filter((count, n, all) => count !== all[n - 1]);
  const shares = Array.from({ length: 11 }, (_, n) => 2000 - n * 200);
  expect(counts('memory')).toEqual(shares);
  expect(counts('memory_embedding')).toEqual(shares);
  expect(counts('memory_revision')).toEqual(shares);
  expect(counts('event').map((count, n, all) => (all[n - 1] ?? count) - count)).toEqual([0, ...Array(10).fill(200), 1]);
  // Ten for the memories, eleven for the events, and one for the collection, after which nothing is left.
  expect(left).toHaveLength(23);
  expect(left.at(-1)).toEqual({});
});

test('term statistics are erased after the memories, in bounded batches', async () => {
  const viewer = makeViewer();
  const { id } = await collections.create(viewer, { name: 'Counted' });
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`);
  await memories.addMany(viewer, id, [{ content: words.join(' ') }, { content: 'a black cat' }], new Map());
  const counted = { accountId: viewer.accountId, collectionId: id };
  await recountBatch(db, counted, await nextCurrentIds(db, counted, null, 10));
  await deletions.deleteCollection(viewer, id);
  const left = await eraseStepwise(viewer.accountId, 1);
  const terms = left.map(({ term_statistic: rows = 0 }) => rows);
  const before = terms[0] ?? 0;
  expect(before).toBeGreaterThan(60);
  for (const [step, { memory = 0 }] of left.entries()) {
    if (memory > 0) expect(terms[step]).toBe(before);
    expect((terms[step - 1] ?? before) - (terms[step] ?? 0)).toBeLessThanOrEqual(20);
  }
  expect(left.at(-1)).toEqual({});
});

test('an erasure interrupted after any batch is finished later, leaving other accounts’ deletions alone', async () => {
  const other = await fillAccount(db, services);
  await deletions.deleteCollection(other.viewer, other.root);
  const { viewer, root } = await fillAccount(db, services);
  await converse(db, viewer, root, ['a', 'b', 'c', 'd', 'e']);
  const before = await rowsOf(db, other.viewer.accountId);
  await deletions.deleteAccount(viewer, viewer.accountId);
  // Each batch is run by a new eraser without any state.
  const left = await eraseStepwise(viewer.accountId, 2);
  expect(left.length).toBeGreaterThan(10);
  expect(left.at(-1)).toEqual({});
  expect(await rowsOf(db, other.viewer.accountId)).toEqual(before);
});

test('an erasure that is told to stop begins no further batch', async () => {
  const { viewer, root } = await fillAccount(db, services);
  await deletions.deleteCollection(viewer, root);
  const before = await rowsOf(db, viewer.accountId);
  const eraser = new Eraser(db, { batchSize: 2, batchesPerTurn: 100, dependents });
  expect(await eraser.erase(viewer.accountId, AbortSignal.abort())).toBe('again');
  expect(await rowsOf(db, viewer.accountId)).toEqual(before);
});

test('an erasure rests after each batch', async () => {
  const { viewer, root } = await fillAccount(db, services);
  await deletions.deleteCollection(viewer, root);
  const rests: number[] = [];
  const rest = async (tookMs: number) => void rests.push(tookMs);
  await new Eraser(db, { batchSize: 2, batchesPerTurn: 5, dependents, rest }).erase(viewer.accountId, signal);
  expect(rests).toHaveLength(5);
  expect(Math.min(...rests)).toBeGreaterThan(0);
});

test('an erasure removes reasons that refer to erased memories from other histories', async () => {
  const { viewer, beside, messageIds, conversation, stays } = await fillAccount(db, services);
  const reason = 'Anna said so';
  await services.memoryLifecycle.supersede(viewer, {
    id: stays,
    content: 'by hearsay',
    reason,
    sourceMessageId: messageIds[2] ?? null,
  });
  await db
    .updateTable('conversation')
    .set({ deleted_at: sql`now()` })
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', conversation)
    .execute();
  await new Eraser(db, { batchSize: 10, batchesPerTurn: 100, dependents }).erase(viewer.accountId, signal);
  const reasons = await db
    .selectFrom('memory_revision')
    .select('reason')
    .where('account_id', '=', viewer.accountId)
    .where('memory_id', '=', stays)
    .execute();
  expect(reasons.length).toBeGreaterThan(1);
  expect(JSON.stringify(reasons)).not.toContain(reason);
  expect(await collections.byIds(viewer, [beside])).toHaveLength(1);
});

test('a deletion does not disturb writers beside it, and writers into it get NotFoundError', async () => {
  const viewer = makeViewer();
  const [doomed, beside] = await Promise.all(['Doomed', 'Beside'].map((name) => collections.create(viewer, { name })));
  if (!doomed || !beside) throw new Error('Two collections were made');
  const write = (id: string) =>
    Promise.allSettled(Array.from({ length: 200 }, (_, n) => memories.add(viewer, id, { content: `memory ${n}` })));
  const eraser = new Eraser(db, { batchSize: 10, batchesPerTurn: 10_000, dependents });
  const [into, besides] = await Promise.all([
    write(doomed.id),
    write(beside.id),
    deletions.deleteCollection(viewer, doomed.id).then(() => eraser.erase(viewer.accountId, signal)),
  ]);
  for (const one of into) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(NotFoundError);
  expect(besides.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await collections.require(viewer, beside.id)).toMatchObject({ memoryCount: 200, revision: 200 });
  await eraser.erase(viewer.accountId, signal);
  expect(await rowsOf(db, viewer.accountId)).toMatchObject({ collection: 1, stream: 1, event: 200, memory: 200 });
});

test.skipIf(inject('engine') === 'embedded').each([undefined, 'chat'])(
  'creating a conversation during the deletion of its collection fails and leaves nothing (key: %s)',
  async (key) => {
    const viewer = makeViewer();
    const { id } = await collections.create(viewer, { name: 'Doomed' });
    const deleting = await db.startTransaction().execute();
    await new CollectionStore(deleting).hide(viewer.accountId, [id]);
    const made = conversations.create(viewer, { collectionId: id, key, idempotencyKey: 'once' });
    const refused = expect(made).rejects.toMatchObject({ code: 'NOT_FOUND', missing: { type: 'Collection', id } });
    await vi.waitFor(async () => {
      const { rows } =
        await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          db,
        );
      expect(rows).toHaveLength(1);
    });
    await deleting.commit().execute();
    await refused;
    expect(await rowsOf(db, viewer.accountId)).toEqual({ collection: 1, stream: 1 });
  },
);

test.skipIf(inject('engine') === 'embedded').each(['new', 'there already'])(
  'adding a memory during the deletion of its collection fails and leaves nothing (%s)',
  async (content) => {
    const viewer = makeViewer();
    const { id } = await collections.create(viewer, { name: 'Doomed' });
    await memories.add(viewer, id, { content: 'there already' });
    const before = await rowsOf(db, viewer.accountId);
    const deleting = await db.startTransaction().execute();
    await new CollectionStore(deleting).hide(viewer.accountId, [id]);
    const added = memories.add(viewer, id, { content, idempotencyKey: 'once' });
    const refused = expect(added).rejects.toMatchObject({ code: 'NOT_FOUND', missing: { type: 'Collection', id } });
    await someoneWaitsFor(deleting);
    await deleting.commit().execute();
    await refused;
    expect(await rowsOf(db, viewer.accountId)).toEqual(before);
  },
);

test.skipIf(inject('engine') === 'embedded')(
  'a late write into a hidden collection is waited for and erased',
  async () => {
    const { viewer, root } = await fillAccount(db, services);
    const { accountId } = viewer;
    await deletions.deleteCollection(viewer, root);
    const writing = await db.startTransaction().execute();
    await sql`
      insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count)
      values (${accountId}, gen_random_uuid(), ${root}, 'late', '', 'FACT', now(), 'simple', '', 0)`.execute(writing);
    const erased = new Eraser(db, { batchSize: 100, batchesPerTurn: 100, dependents }).erase(accountId, signal);
    await writing.commit().execute();
    expect(await erased).toBe('done');
    expect(await rowsOf(db, accountId)).toMatchObject({ collection: 1, memory: 1 });
  },
);

test('a slow copy is erased outside of transactions, each collection before its row', async () => {
  const viewer = makeViewer();
  const { accountId } = viewer;
  const { id: parentId } = await collections.create(viewer, { name: 'Parent' });
  const children: string[] = [];
  for (let n = 0; n < 45; n += 1)
    children.push((await collections.create(viewer, { name: `Child ${n}`, parentId })).id);
  await deletions.deleteCollection(viewer, parentId);
  const left = new Map([...children, parentId].map((id, n) => [id, n % 3]));
  const eraseCopy = async (account: string, id: string) => {
    expect(account).toBe(accountId);
    // Throws if a transaction holds the row.
    const rows = await sql`
      select from collection where account_id = ${accountId} and id = ${id} for update nowait`.execute(db);
    expect(rows.rows).toHaveLength(1);
    const some = left.get(id) ?? 0;
    left.set(id, 0);
    return some;
  };
  expect(
    await new Eraser(db, { batchSize: 100, batchesPerTurn: 100, dependents, eraseCopy }).erase(accountId, signal),
  ).toBe('done');
  expect([...left.values()].every((some) => some === 0)).toBe(true);
  expect(await rowsOf(db, accountId)).toEqual({});
});

test('a collection whose copy cannot be erased keeps its row, so that the erasure is tried again', async () => {
  const viewer = makeViewer();
  const { id } = await collections.create(viewer, { name: 'Copied' });
  await memories.add(viewer, id, { content: 'What is copied elsewhere' });
  await deletions.deleteCollection(viewer, id);
  const eraseCopy = vi
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(new Error('The copy is away'))
    .mockResolvedValue(0);
  const eraser = new Eraser(db, { batchSize: 100, batchesPerTurn: 100, dependents, eraseCopy });
  await expect(eraser.erase(viewer.accountId, signal)).rejects.toThrow('The copy is away');
  expect(await rowsOf(db, viewer.accountId)).toMatchObject({ collection: 1 });
  expect(await rowsOf(db, viewer.accountId)).not.toHaveProperty('memory');
  expect(await eraser.erase(viewer.accountId, signal)).toBe('done');
  expect(await rowsOf(db, viewer.accountId)).toEqual({});
});
