import { expect, test } from 'vitest';
import { NotFoundError } from '../../src/platform/errors.ts';
import { conversationServices, said, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { memoryServices } from '../support/memories.ts';
import { eventsOf } from '../support/streams.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const services = conversationServices(db, jobs);
const { collections, conversations, messages, memories } = services;

test('hides a conversation with its messages and memories in all collections, and updates their counts', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const elsewhere = await collections.create(viewer, { name: 'Elsewhere' });
  const appended = await messages.append(viewer, id, [
    said('one', { remember: true }),
    said('two', { remember: true }),
  ]);
  const sourceMessageId = appended.messages[0]?.id;
  const { memory: abroad } = await memories.add(viewer, elsewhere.id, { content: 'far', sourceMessageId });
  const { memory: stays } = await memories.add(viewer, collectionId, { content: 'from nowhere' });

  const deleted = await conversations.delete(viewer, id);
  expect(deleted).toMatchObject({
    collection: { id: collectionId, memoryCount: 1 },
    deletedMemoryCount: 3,
    keptMemoryCount: 0,
  });
  expect(await collections.require(viewer, elsewhere.id)).toMatchObject({ memoryCount: 0 });
  expect(await conversations.byIds(viewer, [id])).toEqual([]);
  expect(await messages.byIds(viewer, [sourceMessageId ?? ''])).toEqual([]);
  const all = [...appended.memories, abroad, stays].map((memory) => memory.id);
  expect(await memories.byIds(viewer, all)).toEqual([stays]);

  expect((await eventsOf(db, viewer.accountId, id)).at(-1)).toMatchObject({ type: 'ConversationDeleted' });
  expect((await eventsOf(db, viewer.accountId, collectionId)).at(-1)).toMatchObject({
    type: 'ConversationDeleted',
    subject_id: id,
  });
  expect((await eventsOf(db, viewer.accountId, elsewhere.id)).at(-1)).toMatchObject({
    type: 'MemoryForgotten',
    subject_id: abroad.id,
  });
});

test('counts only what the viewer may see of what is deleted and kept', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const elsewhere = await collections.create(viewer, { name: 'Elsewhere' });
  const { messages: written, memories: learnt } = await messages.append(viewer, id, [
    said('one', { remember: true }),
    said('two', { remember: true }),
  ]);
  const { memory: abroad } = await memories.add(viewer, elsewhere.id, {
    content: 'far',
    sourceMessageId: written[0]?.id,
  });
  const { memoryLifecycle } = makeApi(db, jobs).services;
  const replaced = { reason: 'told', sourceMessageId: null };
  await memoryLifecycle.supersede(viewer, { ...replaced, id: abroad.id, content: 'near' });
  await memoryLifecycle.supersede(viewer, { ...replaced, id: learnt[0]?.id ?? '', content: 'first' });
  const limited = { ...viewer, collectionIds: new Set([collectionId]) };

  expect(await conversations.delete(limited, id)).toMatchObject({ deletedMemoryCount: 2, keptMemoryCount: 1 });
  expect(await memories.byIds(viewer, [abroad.id])).toEqual([]);
});

test('publishes the deletion of memories in other collections, even if they no longer counted', async () => {
  const { viewer, id } = await startConversation(services);
  const elsewhere = await collections.create(viewer, { name: 'Elsewhere' });
  const { messages: written } = await messages.append(viewer, id, [said('one')]);
  const { memory } = await memories.add(viewer, elsewhere.id, { content: 'far', sourceMessageId: written[0]?.id });
  const { memoryLifecycle } = makeApi(db, jobs).services;
  await memoryLifecycle.supersede(viewer, { id: memory.id, content: 'near', reason: 'told', sourceMessageId: null });
  const before = await collections.require(viewer, elsewhere.id);

  expect(await conversations.delete(viewer, id)).toMatchObject({ deletedMemoryCount: 1, keptMemoryCount: 1 });
  const { revision, memoryCount } = await collections.require(viewer, elsewhere.id);
  expect({ revision, memoryCount }).toEqual({ revision: before.revision + 1, memoryCount: 1 });
  expect((await eventsOf(db, viewer.accountId, elsewhere.id)).at(-1)).toMatchObject({
    type: 'MemoryForgotten',
    subject_id: memory.id,
  });
});

test('keeps memories from elsewhere that superseded its memories or were superseded by them', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const { memories: learnt } = await messages.append(viewer, id, [
    said('lives in Rome', { remember: true }),
    said('likes tea', { remember: true }),
  ]);
  const { memory: before } = await memories.add(viewer, collectionId, { content: 'lives in Paris' });
  const { memory: after } = await memories.add(viewer, collectionId, { content: 'likes coffee' });
  const supersede = (old: string | undefined, by: string | undefined) =>
    db
      .updateTable('memory')
      .set({ status: 'SUPERSEDED', superseded_by: by ?? null })
      .where('account_id', '=', viewer.accountId)
      .where('id', '=', old ?? '')
      .execute();
  await supersede(before.id, learnt[0]?.id);
  await supersede(learnt[1]?.id, after.id);
  expect(await conversations.delete(viewer, id)).toMatchObject({ deletedMemoryCount: 2, keptMemoryCount: 2 });
  expect(await memories.byIds(viewer, [before.id, after.id])).toHaveLength(2);
});

test('a deleted conversation rejects further changes', async () => {
  const { viewer, id } = await startConversation(services);
  const { messages: written } = await messages.append(viewer, id, [said('one', { idempotencyKey: 'a' })]);
  await conversations.delete(viewer, id);
  const missing = { missing: { type: 'Conversation', id } };
  await expect(messages.append(viewer, id, [said('one', { idempotencyKey: 'a' })])).rejects.toMatchObject(missing);
  await expect(conversations.update(viewer, { id, title: 'x' })).rejects.toMatchObject(missing);
  await expect(conversations.delete(viewer, id)).rejects.toMatchObject(missing);
  expect(written).toHaveLength(1);
});

test('a deletion among concurrent appends counts correctly, whatever the order', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const append = (n: number) => messages.append(viewer, id, [said(`message ${n}`, { remember: true })]);
  const first = Array.from({ length: 5 }, (_, n) => append(n));
  const deletion = conversations.delete(viewer, id);
  const later = Array.from({ length: 5 }, (_, n) => append(n + 5));
  const settled = await Promise.allSettled([...first, ...later]);
  for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(NotFoundError);
  const written = await db
    .selectFrom('memory')
    .select('id')
    .where('account_id', '=', viewer.accountId)
    .where('conversation_id', '=', id)
    .execute();
  expect(await deletion).toMatchObject({ deletedMemoryCount: written.length });
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 0 });
});

test('erases deleted data soon, and nothing else', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const other = await conversations.create(viewer, { collectionId });
  for (const to of [id, other.id]) {
    await messages.append(viewer, to, [said('one', { remember: true, idempotencyKey: 'a' }), said('two')]);
  }
  await conversations.delete(viewer, id);
  await jobs.processAll();
  const left = await db
    .selectFrom('message')
    .select('conversation_id')
    .distinct()
    .where('account_id', '=', viewer.accountId)
    .execute();
  expect(left).toEqual([{ conversation_id: other.id }]);
  expect(await eventsOf(db, viewer.accountId, id)).toEqual([]);
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 1 });
});

test('a deletion among concurrent adds and forgets leaves correct counts', async () => {
  const { viewer, collectionId, id } = await startConversation(services);
  const { lifecycle } = memoryServices(db);
  const { messages: written, memories: learnt } = await messages.append(
    viewer,
    id,
    Array.from({ length: 10 }, (_, n) => said(`message ${n}`, { remember: true })),
  );
  const others = written.map(({ id: sourceMessageId }, n) =>
    memories.add(viewer, collectionId, { content: `learnt ${n}`, sourceMessageId }),
  );
  const forgotten = learnt.map((memory) =>
    lifecycle.forget(viewer, { id: memory.id, purge: false, purgeSource: false }),
  );
  const settled = await Promise.allSettled([...others, conversations.delete(viewer, id), ...forgotten]);
  for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(NotFoundError);
  expect(await collections.require(viewer, collectionId)).toMatchObject({ memoryCount: 0 });
});
