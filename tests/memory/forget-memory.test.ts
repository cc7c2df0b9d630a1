import { expect, test } from 'vitest';
import type { ForgetMemory } from '../../src/memory/change-memory.input.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { lifecycle, collections, memories } = memoryServices(db);
const reason = 'nobody needs it';

test('forget hides the memory but keeps it accessible by id', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const forgotten = await lifecycle.forget(home.viewer, { id, expectedRevision: 1, reason });
  expect(forgotten).toMatchObject({
    memoryId: id,
    collectionId: home.collection.id,
    memory: { status: 'FORGOTTEN', content: 'tea', revision: 2 },
  });
  expect(await home.read(id)).toEqual(forgotten.memory);
  const list = [home.collection.id];
  expect(await memories.count(home.viewer, list, {})).toBe(0);
  expect(await memories.count(home.viewer, list, { statuses: ['FORGOTTEN'] })).toBe(1);
  expect((await home.history(id)).at(-1)).toMatchObject({ changed: ['status'], reason });
  expect(await home.events(1)).toEqual([{ type: 'MemoryForgotten', subjectId: id, changed: ['status'] }]);
  expect(await home.stream()).toMatchObject({ memory_revision: 2, memory_count: 0 });
});

test('forgetting a forgotten memory returns it unchanged', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const first = await lifecycle.forget(home.viewer, { id });
  expect(await lifecycle.forget(home.viewer, { id, reason })).toEqual(first);
  expect(await home.stream()).toMatchObject({ seq: 2, memory_count: 0 });
});

test('a forgotten memory can be added again', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await lifecycle.forget(home.viewer, { id });
  expect((await home.add('tea')).id).not.toBe(id);
  expect(await home.count()).toBe(1);
});

test.each(['CURRENT', 'SUPERSEDED', 'FORGOTTEN'] as const)(
  'purge removes a %s memory and keeps the count correct',
  async (status) => {
    const home = await Household.create(db);
    const { id } = await home.add('tea');
    if (status === 'SUPERSEDED') await lifecycle.supersede(home.viewer, { id, content: 'coffee', reason });
    if (status === 'FORGOTTEN') await lifecycle.forget(home.viewer, { id });
    const { seq, memory_count: count } = await home.stream();
    const purge = { id, purge: true, reason, expectedRevision: status === 'CURRENT' ? 1 : 2 };
    expect(await lifecycle.forget(home.viewer, purge)).toEqual({
      memoryId: id,
      collectionId: home.collection.id,
      memory: null,
    });
    expect(await home.exists(id)).toBe(false);
    expect(await home.events(seq)).toEqual([{ type: 'MemoryForgotten', subjectId: id, changed: [] }]);
    expect(await home.count()).toBe(status === 'CURRENT' ? count - 1 : count);
    await expect(lifecycle.forget(home.viewer, { id, purge: true })).rejects.toMatchObject({ name: 'NotFoundError' });
  },
);

test('purging the middle of a chain keeps both ends without the links', async () => {
  const home = await Household.create(db);
  const first = await home.add('tea');
  const { memory: middle } = await lifecycle.supersede(home.viewer, { id: first.id, content: 'coffee', reason });
  const { memory: last } = await lifecycle.supersede(home.viewer, { id: middle.id, content: 'milk', reason });
  const { seq } = await home.stream();
  await lifecycle.forget(home.viewer, { id: middle.id, purge: true });
  expect(await home.read(first.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: null, revision: 3 });
  expect(await home.read(last.id)).toEqual(last);
  expect((await home.history(first.id)).map((row) => row.reason)).toEqual([null, null, null]);
  expect(await home.events(seq)).toEqual([
    { type: 'MemoryChanged', subjectId: first.id, changed: ['supersededBy'] },
    { type: 'MemoryForgotten', subjectId: middle.id, changed: [] },
  ]);
  expect(await home.count()).toBe(1);
});

test('purging what many memories were merged into takes no more statements than if it was one', async () => {
  const home = await Household.create(db);
  const purgeAfter = async (count: number) => {
    const { id } = await home.add(`tea for ${count}`);
    const merged = [];
    for (let n = 0; n < count; n += 1) merged.push((await home.add(`tea ${n} of ${count}`)).id);
    await db
      .updateTable('memory')
      .set({ status: 'SUPERSEDED', superseded_by: id })
      .where('account_id', '=', home.viewer.accountId)
      .where('id', 'in', merged)
      .execute();
    const { seq } = await home.stream();
    const statements = await countStatements(() => lifecycle.forget(home.viewer, { id, purge: true }));
    for (const one of merged) {
      expect(await home.read(one)).toMatchObject({ status: 'SUPERSEDED', supersededById: null, revision: 2 });
      expect((await home.history(one)).at(-1)).toMatchObject({ revision: 2, changed: ['supersededBy'], reason: null });
    }
    const unlinked = merged.map((subjectId) => ({ type: 'MemoryChanged', subjectId, changed: ['supersededBy'] }));
    expect(await home.events(seq)).toEqual([...unlinked, { type: 'MemoryForgotten', subjectId: id, changed: [] }]);
    return statements.length;
  };
  expect(await purgeAfter(20)).toBe(await purgeAfter(1));
});

test('purge erases the source message only on request, and keeps other memories learnt from it', async () => {
  const home = await Household.create(db);
  const sourceMessageId = await home.message('I like tea and cake', { mood: 'good' });
  const [tea, cake] = [
    await home.add({ content: 'tea', sourceMessageId }),
    await home.add({ content: 'cake', sourceMessageId }),
  ];
  const message = () =>
    db
      .selectFrom('message')
      .select(['content', 'metadata'])
      .where('account_id', '=', home.viewer.accountId)
      .executeTakeFirstOrThrow();
  await lifecycle.forget(home.viewer, { id: tea.id, purge: true });
  expect(await message()).toEqual({ content: 'I like tea and cake', metadata: { mood: 'good' } });
  const milk = await home.add({ content: 'milk', sourceMessageId });
  const { seq } = await home.stream();
  await lifecycle.forget(home.viewer, { id: milk.id, purge: true, purgeSource: true });
  expect(await message()).toEqual({ content: '', metadata: null });
  expect(await home.read(cake.id)).toEqual(cake);
  expect(await home.events(seq)).toContainEqual({
    type: 'ConversationChanged',
    subjectId: cake.conversationId,
    changed: ['messages'],
  });
  const again = await home.stream();
  await lifecycle.forget(home.viewer, { id: cake.id, purge: true, purgeSource: true });
  expect(await home.events(again.seq)).toHaveLength(1);
});

test('a source message out of reach keeps its text', async () => {
  const home = await Household.create(db);
  const sourceMessageId = await home.message('secret');
  const other = await collections.create(home.viewer, { name: 'Other' });
  const { memory } = await memories.add(home.viewer, other.id, { content: 'tea', sourceMessageId });
  const narrowed = { ...home.viewer, collectionIds: new Set([other.id]) };
  await lifecycle.forget(narrowed, { id: memory.id, purge: true, purgeSource: true });
  const query = db.selectFrom('message').select('content').where('account_id', '=', home.viewer.accountId);
  expect(await query.execute()).toEqual([{ content: 'secret' }]);
});

test('purgeSource is ignored if the memory has no source', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  expect(await lifecycle.forget(home.viewer, { id, purge: true, purgeSource: true })).toMatchObject({ memory: null });
});

test('repeating the call that added a purged memory adds it again', async () => {
  const home = await Household.create(db);
  const given = { content: 'tea', idempotencyKey: 'k' };
  const { id } = await home.add(given);
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect((await home.add(given)).id).not.toBe(id);
});

test('a concurrent forget and update both take effect, each as its own revision', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await Promise.all([lifecycle.forget(home.viewer, { id }), lifecycle.update(home.viewer, { id, tags: ['t'] })]);
  expect(await home.read(id)).toMatchObject({ status: 'FORGOTTEN', tags: ['t'], revision: 3 });
  expect((await home.history(id)).map((row) => row.revision)).toEqual([1, 2, 3]);
});

test('an update concurrent with a purge happens before it or throws NotFoundError', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const [purged, updated] = await Promise.allSettled([
    lifecycle.forget(home.viewer, { id, purge: true }),
    lifecycle.update(home.viewer, { id, tags: ['t'] }),
  ]);
  expect(purged.status).toBe('fulfilled');
  if (updated.status === 'rejected') expect(updated.reason).toMatchObject({ name: 'NotFoundError' });
  expect(await home.exists(id)).toBe(false);
  expect(await home.count()).toBe(0);
});

test.each<[string, string, Omit<ForgetMemory, 'id'>]>([
  ['purgeSource without purge', 'purgeSource', { purgeSource: true }],
  ['an empty reason', 'reason', { reason: '' }],
  ['a reason with a lone surrogate', 'reason', { reason: '\udc00', purge: true }],
])('forget is rejected for %s', async (_name, path, given) => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await expect(lifecycle.forget(home.viewer, { id, ...given })).rejects.toMatchObject({
    name: 'ValidationError',
    issues: [{ path: [path] }],
  });
  expect(await home.stream()).toMatchObject({ seq: 1 });
});

test.each([false, true])(
  'forget is rejected for a wrong revision, and for a memory that is missing or out of reach (purge: %s)',
  async (purge) => {
    const home = await Household.create(db);
    const { id } = await home.add('tea');
    const other = await collections.create(home.viewer, { name: 'Other' });
    const narrowed = { ...home.viewer, collectionIds: new Set([other.id]) };
    const missing = { name: 'NotFoundError' };
    await expect(lifecycle.forget(home.viewer, { id, purge, expectedRevision: 2 })).rejects.toMatchObject({
      reason: 'REVISION',
      currentRevision: 1,
      current: { type: 'Memory', id },
    });
    await expect(lifecycle.forget(makeViewer(), { id, purge })).rejects.toMatchObject(missing);
    await expect(lifecycle.forget(narrowed, { id, purge })).rejects.toMatchObject(missing);
    await expect(lifecycle.forget(home.viewer, { id: newId(), purge })).rejects.toMatchObject(missing);
    expect(await home.stream()).toMatchObject({ seq: 1 });
  },
);
