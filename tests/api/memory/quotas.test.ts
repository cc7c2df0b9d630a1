import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { MemoryQuotas } from '../../../src/memory/memory-quota.store.ts';
import type { Database } from '../../../src/platform/db/database.ts';
import { converse } from '../../support/converse.ts';
import { useDatabase } from '../../support/database.ts';
import { type Api, makeApi } from '../../support/execute.ts';
import { someoneWaitsFor } from '../../support/locks.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const every = (FREE: number) => ({ FREE, STARTER: FREE, PRO: FREE });

const problem = '... on QuotaExceededError { limit used }';
const full = (limit: number, used = limit) =>
  expect.objectContaining({ __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED', limit, used });

/** An account with a quota of memories, and a collection in it. */
async function household(memories: number, collections = 10) {
  const quotas = { memories: every(memories), collections: every(collections) };
  const api: Api = makeApi(db, undefined, { quotas });
  const viewer = makeViewer({ plan: 'FREE' });
  const call = (name: string, input: object, payload: string) => mutate(api, viewer, name, input, payload, problem);
  const create = (name: string) => call('createCollection', { name }, 'collection { id }');
  const { collection } = await create('Home');
  const add = (content: string, more = {}, collectionId = collection.id) =>
    call('addMemory', { collectionId, memory: { content, ...more } }, 'outcome memory { id }');
  const addMany = (memories: object[]) =>
    call(
      'addMemories',
      { collectionId: collection.id, memories },
      `created duplicates replayed failed
        results { __typename ... on Error { code message } ${problem} ... on AddMemoryPayload { outcome } }`,
    );
  const count = async () =>
    (await api.run(viewer, 'query ($id: ID!) { collection(id: $id) { memoryCount } }', { id: collection.id }))
      .collection.memoryCount;
  return { api, viewer, call, create, add, addMany, count, collection };
}

test('refuses a memory over the quota, but still answers duplicates and replays', async () => {
  const { add } = await household(2);
  await add('one', { idempotencyKey: 'first' });
  await add('two');
  expect(await add('three', { idempotencyKey: 'third' })).toEqual(full(2));
  expect(await add('two')).toMatchObject({ outcome: 'DUPLICATE' });
  expect(await add('one', { idempotencyKey: 'first' })).toMatchObject({ outcome: 'REPLAYED' });
});

test('a bulk adds the first memories that fit, and each of the others gets a quota error', async () => {
  const { api, viewer, addMany, add, count } = await household(3);
  const { memory } = await add('there');
  const items = ['there', 'new', 'new', 'newer', 'newest'].map((content, n) => ({
    content,
    idempotencyKey: `key ${n}`,
  }));
  const { results, ...counts } = await addMany(items);
  expect(counts).toMatchObject({ created: 2, duplicates: 2, replayed: 0, failed: 1 });
  expect(results[4]).toEqual(full(3));
  expect(await count()).toBe(3);
  // A refused item does not use up its key: with room again, the same call succeeds.
  await mutate(api, viewer, 'forgetMemory', { id: memory.id });
  const again = await addMany(items.slice(1));
  expect(again).toMatchObject({ created: 1, replayed: 3, failed: 0 });
});

test('each memory learnt from one message counts towards the quota', async () => {
  const { viewer, addMany, count, collection } = await household(2);
  const { messageIds } = await converse(db, viewer, decodeNodeId('Collection', collection.id) ?? '', ['said']);
  const sourceMessageId = encodeNodeId('Message', messageIds[0] ?? '');
  const memories = ['tea', 'coffee', 'milk', 'tea'].map((content) => ({ content, sourceMessageId }));
  const { results, ...counts } = await addMany(memories);
  expect(counts).toMatchObject({ created: 2, duplicates: 0, failed: 2 });
  expect(results.slice(2)).toEqual([full(2), full(2)]);
  expect(await count()).toBe(2);
});

test('concurrent calls in several collections never exceed the quota', async () => {
  const { add, create } = await household(25);
  const { collection: other } = await create('Office');
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => add(`memory ${n}`, {}, n % 2 ? other.id : undefined)),
  );
  expect(answers.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(25);
  expect(answers.filter(({ code }) => code === 'QUOTA_EXCEEDED')).toHaveLength(15);
});

const haveMemories = (unit: Database, accountId: string, count: number) =>
  sql`update stream set memory_count = ${count} where account_id = ${accountId} and kind = 'collection'`.execute(unit);

test.skipIf(inject('engine') === 'embedded')(
  'an add near the quota waits for concurrent ones, and counts what they added',
  async () => {
    const { viewer } = await household(2);
    const find = new MemoryQuotas(every(2)).of(viewer);
    const first = await db.startTransaction().execute();
    expect(await find(first)).toEqual({ limit: 2, used: 0 });
    const second = db.transaction().execute(find);
    await someoneWaitsFor(first);
    await haveMemories(first, viewer.accountId, 2);
    await first.commit().execute();
    expect(await second).toEqual({ limit: 2, used: 2 });
  },
);

test('knowing that an account is far from its quota says nothing about other accounts or plans', async () => {
  const quotas = new MemoryQuotas({ ...every(200_000), PRO: 400_000 });
  const [far, near] = [await household(1), await household(1)];
  await haveMemories(db, near.viewer.accountId, 150_000);
  expect(await quotas.of(far.viewer)(db)).toBeNull();
  expect(await quotas.of({ ...near.viewer, plan: 'PRO' })(db)).toBeNull();
  expect(await quotas.of(near.viewer)(db)).toEqual({ limit: 200_000, used: 150_000 });
});

test('a deleted collection does not count, nor do its memories, even before they are erased', async () => {
  const { viewer, create, add } = await household(1, 1);
  await add('there');
  await sql`update collection set deleted_at = now() where account_id = ${viewer.accountId}`.execute(db);
  const { collection: other } = await create('Office');
  expect(await add('here', {}, other.id)).toMatchObject({ outcome: 'CREATED' });
});

test('messages to be remembered are appended with all their memories, or not at all', async () => {
  const { api, viewer, call, collection } = await household(1);
  const { conversation } = await mutate(
    api,
    viewer,
    'createConversation',
    { collectionId: collection.id },
    'conversation { id }',
  );
  const append = (...remembered: boolean[]) => {
    const messages = remembered.map((remember) => ({ role: 'USER', content: 'said', remember }));
    return call('appendMessages', { conversationId: conversation.id, messages }, 'conversation { messageCount }');
  };
  expect(await append(true, true)).toEqual(full(1));
  expect(await append(true, false)).toMatchObject({ conversation: { messageCount: 2 } });
});

test('superseding needs no quota; restoring does, unless it withdraws a replacement or supersedes again', async () => {
  const { api, viewer, add, call } = await household(1);
  const { memory } = await add('tea');
  const change = { id: memory.id, content: 'coffee', reason: 'changed' };
  const {
    memory: { id: replacement },
  } = await mutate(api, viewer, 'supersedeMemory', change, 'memory { id }');
  const restore = (id: string) => call('restoreMemory', { id }, 'withdrawn { id } superseded { id }');
  expect(await restore(memory.id)).toMatchObject({ withdrawn: { id: replacement } });
  expect(await restore(memory.id)).toMatchObject({ withdrawn: null });
  expect(await restore(replacement)).toMatchObject({ superseded: { id: memory.id } });
  await mutate(api, viewer, 'forgetMemory', { id: replacement }, 'memoryId');
  await add('cocoa');
  expect(await restore(replacement)).toEqual(full(1));
});

test('concurrently created collections never exceed the quota', async () => {
  const { create } = await household(1, 4);
  const made = await Promise.all(Array.from({ length: 6 }, (_, n) => create(`Room ${n}`)));
  expect(made.filter(({ collection }) => collection)).toHaveLength(3);
  expect(made.filter(({ code }) => code)).toEqual([full(4), full(4), full(4)]);
});

test('the viewer sees how much of the quotas is used, unless limited to some collections', async () => {
  const { api, viewer, add, create, collection } = await household(3, 4);
  const source = '{ viewer { quotas { memories { used limit } collections { used limit } } } }';
  await add('one');
  const { memory } = await add('two');
  await mutate(api, viewer, 'forgetMemory', { id: memory.id });
  await create('Work');
  const quotas = { memories: { used: 1, limit: 3 }, collections: { used: 2, limit: 4 } };
  expect(await api.run(viewer, source)).toEqual({ viewer: { quotas } });
  const collectionIds = new Set([decodeNodeId('Collection', collection.id) ?? '']);
  expect(await api.run({ ...viewer, collectionIds }, source)).toEqual({ viewer: { quotas: null } });
});

test('a viewer limited to some collections learns that a quota is full, but not how much of it others use', async () => {
  const { api, viewer, collection, add, create } = await household(9, 9);
  for (const content of ['one', 'two', 'three']) await add(content);
  await create('Work');
  // The account has moved to a smaller plan.
  const smaller = makeApi(db, undefined, { quotas: { memories: every(1), collections: every(1) } });
  const limited = { ...viewer, collectionIds: new Set([decodeNodeId('Collection', collection.id) ?? '']) };
  const memory = { collectionId: collection.id, memory: { content: 'four' } };
  const below = { name: 'Below', parentId: collection.id };
  for (const [who, memories, collections] of [
    [viewer, 3, 2],
    [limited, 1, 1],
  ] as const) {
    expect(await mutate(smaller, who, 'addMemory', memory, 'outcome', problem)).toEqual(full(1, memories));
    expect(await mutate(smaller, who, 'createCollection', below, 'outcome', problem)).toEqual(full(1, collections));
  }
  expect(await mutate(api, limited, 'createCollection', below, 'outcome', problem)).toMatchObject({
    outcome: 'CREATED',
  });
});
