import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { CollectionStore } from '../../src/collection/collection.store.ts';
import { hideConversations } from '../../src/conversation/erase-conversations.ts';
import { holdConversations } from '../../src/memory/hold-conversations.ts';
import { NotFoundError } from '../../src/platform/errors.ts';
import { rowsOf } from '../support/account-rows.ts';
import { said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { fillAccount } from '../support/full-account.ts';
import { useJobs } from '../support/jobs.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { eventsOf } from '../support/streams.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { services } = makeApi(db, jobs);
const { collections, memories, deletions } = services;

type Account = Awaited<ReturnType<typeof fillAccount>>;

test('hides a collection and all below it at once, counting memories of any status', async () => {
  const { viewer, root, child, beside, doomed, stays } = await fillAccount(db, services);
  expect(await deletions.deleteCollection(viewer, root)).toEqual({
    collectionIds: expect.arrayContaining([root, child]),
    parentId: null,
    conversations: 1,
    memories: 5,
  });

  expect((await collections.byIds(viewer, [root, child, beside])).map(({ id }) => id)).toEqual([beside]);
  expect(await collections.tree(viewer, null)).toEqual([beside]);
  expect((await memories.byIds(viewer, [...doomed, stays])).map(({ id }) => id)).toEqual([stays]);
  for (const id of [root, child]) {
    await expect(deletions.deleteCollection(viewer, id)).rejects.toThrow(NotFoundError);
    await expect(memories.add(viewer, id, { content: 'late' })).rejects.toThrow(NotFoundError);
    await expect(collections.create(viewer, { name: 'below', parentId: id })).rejects.toThrow(NotFoundError);
  }
});

test('collections awaiting erasure do not count towards the depth limit', async () => {
  const viewer = makeViewer();
  const below = async (parentId: string | null) => (await collections.create(viewer, { name: 'one', parentId })).id;
  const [top, second, other] = [await below(null), await below(null), await below(null)];
  const child = await below(top);
  let lowest = child;
  for (let depth = 2; depth < 16; depth += 1) lowest = await below(lowest);
  await expect(below(lowest)).rejects.toThrow('already 16 collections deep');
  const move = () => collections.update(viewer, { id: top, parentId: second });
  await expect(move()).rejects.toThrow('more than 16 deep');
  await deletions.deleteCollection(viewer, child);
  expect(await move()).toMatchObject({ parentId: second });
  await jobs.processAll();
  expect((await collections.tree(viewer, null)).toSorted()).toEqual([top, second, other].toSorted());
});

test('publishes exactly one end for each of a thousand collections below it', async () => {
  const viewer = makeViewer();
  const { accountId } = viewer;
  const { id: top } = await collections.create(viewer, { name: 'top' });
  await sql`
    with made as (
      insert into collection (account_id, id, name, parent_id, path)
      select ${accountId}, id, 'below', ${top}::uuid, array[${top}::uuid, id]
      from (select gen_random_uuid() as id from generate_series(1, 1000)) ids returning account_id, id
    )
    insert into stream (account_id, kind, id) select account_id, 'collection', id from made`.execute(db);
  await deletions.deleteCollection(viewer, top);
  const { rows } = await sql`
    select type, seq, subject_id = stream_id as of_itself, memory_revision, count(*)::int
    from event join stream using (account_id, kind, seq)
    where account_id = ${accountId} and stream.id = stream_id group by 1, 2, 3, 4`.execute(db);
  expect(rows).toEqual([{ type: 'StreamEnded', seq: 1, of_itself: true, memory_revision: 1, count: 1001 }]);
});

test('deletes memories elsewhere that were learnt in its conversations, and publishes that', async () => {
  const { viewer, root, beside, doomed } = await fillAccount(db, services);
  expect(await collections.require(viewer, beside)).toMatchObject({ memoryCount: 2 });
  await deletions.deleteCollection(viewer, root);
  expect(await collections.require(viewer, beside)).toMatchObject({ memoryCount: 1 });
  expect((await eventsOf(db, viewer.accountId, beside)).at(-1)).toMatchObject({
    type: 'MemoryForgotten',
    subject_id: doomed.at(-1),
  });
});

test('deletes and publishes such memories even if they no longer counted', async () => {
  const { viewer, root, beside, doomed } = await fillAccount(db, services);
  await services.memoryLifecycle.forget(viewer, { id: doomed.at(-1) ?? '' });
  const { revision } = await collections.require(viewer, beside);
  await deletions.deleteCollection(viewer, root);
  expect(await collections.require(viewer, beside)).toMatchObject({ memoryCount: 1, revision: revision + 1 });
});

test.skipIf(inject('engine') === 'embedded')(
  'waits for a concurrent writer learning from it and counts that memory, but rejects later ones',
  async () => {
    const { viewer, root, beside, conversation, messageIds } = await fillAccount(db, services);
    const { accountId } = viewer;
    const writing = await db.startTransaction().execute();
    expect([...(await holdConversations(writing, accountId, [conversation], []))]).toEqual([conversation]);
    const deletion = deletions.deleteCollection(viewer, root);
    await someoneWaitsFor(writing);
    const later = memories.add(viewer, beside, { content: 'later', sourceMessageId: messageIds[0] });
    const refused = expect(later).rejects.toThrow(NotFoundError);
    await sql`
      insert into memory (account_id, id, collection_id, conversation_id, message_id, content, content_hash, kind,
        valid_from, language, terms, term_count)
      values (${accountId}, gen_random_uuid(), ${beside}, ${conversation}, ${messageIds[0]}, 'abroad', '', 'FACT',
        now(), 'simple', '', 0)`.execute(writing);
    await writing.commit().execute();
    expect(await deletion).toMatchObject({ memories: 6 });
    await refused;
    expect([...(await holdConversations(db, accountId, [conversation], []))]).toEqual([]);
  },
);

test.skipIf(inject('engine') === 'embedded')(
  'a concurrent change finds it gone: its log ends with the deletion',
  async () => {
    const { viewer, root } = await fillAccount(db, services);
    const deleting = await db.startTransaction().execute();
    await new CollectionStore(deleting).hide(viewer.accountId, [root]);
    const refused = expect(collections.update(viewer, { id: root, name: 'Late' })).rejects.toThrow(NotFoundError);
    await someoneWaitsFor(deleting);
    await deleting.commit().execute();
    await refused;
    const types = (await eventsOf(db, viewer.accountId, root)).map(({ type }) => type);
    expect(types).not.toContain('CollectionChanged');
  },
);

/** A write that a deletion meets; each returns what to do once the deletion has begun. */
const lateWrites: Readonly<Record<string, (account: Account) => Promise<() => Promise<unknown>>>> = {
  append:
    async ({ viewer, conversation }) =>
    () =>
      services.messages.append(viewer, conversation, [said('late', { remember: true })]),
  'memory of a message elsewhere': async ({ viewer, root, beside }) => {
    const { id } = await services.conversations.create(viewer, { collectionId: beside });
    const [message] = (await services.messages.append(viewer, id, [said('first')])).messages;
    return () => memories.add(viewer, root, { content: 'late', sourceMessageId: message?.id });
  },
};

test.skipIf(inject('engine') === 'embedded').each(Object.keys(lateWrites))(
  'a late %s waits for the deletion before it holds anything that the deletion needs',
  async (which) => {
    const account = await fillAccount(db, services);
    const { viewer, root, child, beside, conversation } = account;
    const write = await lateWrites[which]?.(account);
    const deleting = await db.startTransaction().execute();
    const store = new CollectionStore(deleting);
    expect([beside, child, root].sort()).toEqual([root, child, beside]);
    await store.hide(viewer.accountId, [root, child]);
    const refused = expect(write?.()).rejects.toThrow(NotFoundError);
    await someoneWaitsFor(deleting);
    // Less than it takes Postgres to see a deadlock and end it.
    await sql`set local lock_timeout = '300ms'`.execute(deleting);
    await store.hide(viewer.accountId, [beside]);
    await hideConversations(deleting, viewer.accountId, [conversation]);
    await deleting.commit().execute();
    await refused;
  },
);

test('erases every row of what was deleted, and no other', async () => {
  const deleted = await fillAccount(db, services);
  const other = await fillAccount(db, services);
  const before = await rowsOf(db, other.viewer.accountId);
  await deletions.deleteCollection(deleted.viewer, deleted.root);
  await jobs.processAll();
  expect(await rowsOf(db, deleted.viewer.accountId)).toEqual({
    api_key: 1,
    collection: 1,
    event: 3,
    // Of the neighbouring collection, and of the memory that stays in it.
    idempotency: 2,
    memory: 1,
    memory_embedding: 1,
    memory_revision: 1,
    mention: 1,
    narrative: 1,
    relation: 1,
    stream: 1,
  });
  // It was about what was learnt in a deleted conversation.
  const narratives = db.selectFrom('narrative').select(['told_by', 'text', 'memory_ids']);
  expect(await narratives.where('account_id', '=', deleted.viewer.accountId).execute()).toEqual([
    { told_by: null, text: null, memory_ids: [deleted.stays] },
  ]);
  expect(await rowsOf(db, other.viewer.accountId)).toEqual(before);
});

test('deleting a child leaves its parent and siblings alone', async () => {
  const { viewer, root, child } = await fillAccount(db, services);
  const revision = (await collections.require(viewer, root)).revision;
  expect(await deletions.deleteCollection(viewer, child)).toEqual({
    collectionIds: [child],
    parentId: root,
    conversations: 1,
    memories: 3,
  });
  await jobs.processAll();
  expect(await collections.require(viewer, root)).toMatchObject({ memoryCount: 1, revision });
});

test('a viewer limited to some collections can delete only these', async () => {
  const { viewer, root, child, beside, doomed } = await fillAccount(db, services);
  const limited = { ...viewer, collectionIds: new Set([child]) };
  for (const id of [root, beside]) {
    await expect(deletions.deleteCollection(limited, id)).rejects.toThrow(NotFoundError);
  }
  // What was learnt beside goes, too, but is not counted for who cannot see it.
  expect(await deletions.deleteCollection(limited, child)).toMatchObject({
    collectionIds: [child],
    memories: 2,
  });
  expect(await memories.byIds(viewer, doomed.slice(-1))).toEqual([]);
});

test('nobody can delete collections of another account', async () => {
  const { root, viewer } = await fillAccount(db, services);
  const { viewer: stranger } = await fillAccount(db, services);
  await expect(deletions.deleteCollection(stranger, root)).rejects.toThrow(NotFoundError);
  expect(await collections.byIds(viewer, [root])).toHaveLength(1);
});

test('a deletion requested twice at once happens once', async () => {
  const { viewer, root } = await fillAccount(db, services);
  const asked = await Promise.allSettled([1, 2].map(() => deletions.deleteCollection(viewer, root)));
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
