import { expect, inject, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { someoneWaitsFor } from '../../support/locks.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { append, start, turns } from './start.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
const { run } = api;

const missing = '... on NotFoundError { missingId }';
const wrong = `${missing} ... on ValidationError { issues { path } }`;
const made = 'conversation { id title metadata messageCount lastMessageAt collection { id revision } }';
const deleted = 'deletedId deletedMemoryCount keptMemoryCount collection { id memoryCount }';
const create = (viewer: Viewer, input: object) =>
  mutate(api, viewer, 'createConversation', input, made, `${wrong} ... on ConflictError { reason }`);
const update = (viewer: Viewer, input: object) =>
  mutate(api, viewer, 'updateConversation', input, 'conversation { id title metadata collection { revision } }', wrong);
const remove = (viewer: Viewer, id: string) => mutate(api, viewer, 'deleteConversation', { id }, deleted, missing);

test('creates a conversation once per idempotency key', async () => {
  const { viewer, collectionId } = await start(api, 0);
  const make = (given: object) => create(viewer, { collectionId, ...given });
  const input = { title: 'First talk', metadata: { app: { id: 7 } }, idempotencyKey: 'k' };
  const first = await make(input);
  expect(first).toMatchObject({
    __typename: 'CreateConversationPayload',
    conversation: {
      title: 'First talk',
      metadata: { app: { id: 7 } },
      messageCount: 0,
      lastMessageAt: null,
      collection: { id: collectionId, revision: 1 },
    },
  });
  expect(await make(input)).toEqual(first);
  expect(await make({ ...input, title: 'Second talk' })).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await make({ title: ' ' })).toMatchObject({ issues: [{ path: ['input', 'title'] }] });
  expect(await make({ metadata: 'text' })).toMatchObject({ issues: [{ path: ['input', 'metadata'] }] });
  expect(await make({ collectionId: 'nonsense' })).toMatchObject({ missingId: 'nonsense' });
});

test('changes what is given, clears what is null, keeps the rest', async () => {
  const { viewer, id } = await start(api);
  const change = (given: object) => update(viewer, { id, ...given });
  expect(await change({ metadata: { a: 1 } })).toMatchObject({ conversation: { title: 'talk 0', metadata: { a: 1 } } });
  expect(await change({ title: null })).toMatchObject({ conversation: { title: null, metadata: { a: 1 } } });
  const last = await change({ title: 'new', metadata: { b: [1] } });
  expect(last).toMatchObject({ conversation: { title: 'new', metadata: { b: [1] } } });
  for (const same of [{}, { title: 'new' }, { metadata: { b: [1] } }]) expect(await change(same)).toEqual(last);
  expect(await change({ metadata: null })).toMatchObject({ conversation: { title: 'new', metadata: null } });
  expect(await change({ title: 'x'.repeat(501) })).toMatchObject({ issues: [{ path: ['input', 'title'] }] });
});

// Needs two connections, one of which waits for the other.
test.runIf(inject('poolSize') > 1)('each of two concurrent updates reports what it has changed itself', async () => {
  const { viewer, id } = await start(api);
  const { accountId } = viewer;
  const key = decodeNodeId('Conversation', id) ?? '';
  const { db } = database;
  const { ended } = await db.transaction().execute(async (transaction) => {
    const ofOne = transaction.updateTable('conversation').where('account_id', '=', accountId).where('id', '=', key);
    await ofOne.set({ title: 'another' }).execute();
    // The title as it was when this update began.
    const changing = update(viewer, { id, title: 'talk 0', metadata: { a: 1 } });
    await someoneWaitsFor(transaction);
    return { ended: changing };
  });
  expect(await ended).toMatchObject({ conversation: { title: 'talk 0', metadata: { a: 1 } } });
  const told = db.selectFrom('event').select(['kind', 'changed']).where('account_id', '=', accountId);
  const changed = ['title', 'metadata'];
  expect(await told.where('type', '=', 'ConversationChanged').orderBy('kind').execute()).toEqual([
    { kind: 'collection', changed },
    { kind: 'conversation', changed },
  ]);
});

test('writing equal metadata as a literal changes nothing and creates no event', async () => {
  const { viewer, id } = await start(api);
  const update = async (metadata: string) =>
    (
      await run(
        viewer,
        `mutation { updateConversation(input: { id: "${id}", metadata: ${metadata} }) {
          ... on UpdateConversationPayload { conversation { updatedAt eventsCursor collection { revision } } }
        } }`,
      )
    ).updateConversation.conversation;
  const first = await update('{ app: { id: 7 }, offset: 0 }');
  expect(await update('{ offset: -0, app: { id: 7 } }')).toEqual(first);
  expect(await update('{ offset: 1, app: { id: 7 } }')).not.toEqual(first);
});

test('a deleted conversation is gone from every query', async () => {
  const { viewer, collectionId, id } = await start(api);
  const { messages, memories } = await append(api, viewer, id, turns(3, { remember: true }));
  expect(await remove(viewer, id)).toEqual({
    __typename: 'DeleteConversationPayload',
    deletedId: id,
    deletedMemoryCount: 3,
    keptMemoryCount: 0,
    collection: { id: collectionId, memoryCount: 0 },
  });
  const gone = [id, messages[0].id, memories[0].id];
  expect(
    await run(
      viewer,
      `query ($gone: [ID!]!, $id: ID!) { nodes(ids: $gone) { id } conversation(id: $id) { id }
        conversations { totalCount } memories { totalCount } search(input: { query: "turn" }) { edges { score } } }`,
      { gone, id },
    ),
  ).toEqual({
    nodes: [null, null, null],
    conversation: null,
    conversations: { totalCount: 0 },
    memories: { totalCount: 0 },
    search: { edges: [] },
  });
  expect(await remove(viewer, id)).toMatchObject({ __typename: 'NotFoundError', missingId: id });
});

test('repeating the call that created a conversation, after its deletion, creates another', async () => {
  const { viewer, collectionId } = await start(api, 0);
  const input = { collectionId, idempotencyKey: 'k' };
  const { conversation } = await create(viewer, input);
  await remove(viewer, conversation.id);
  expect((await create(viewer, input)).conversation.id).not.toBe(conversation.id);
});

test('another account can neither change nor delete a conversation, nor add to its collection', async () => {
  const { viewer, collectionId, id } = await start(api);
  const stranger = makeViewer();
  const notFound = { __typename: 'NotFoundError' };
  expect(await create(stranger, { collectionId })).toMatchObject(notFound);
  expect(await update(stranger, { id, title: 'mine' })).toMatchObject(notFound);
  expect(await remove(stranger, id)).toMatchObject(notFound);
  const { conversation } = await run(viewer, 'query ($id: ID!) { conversation(id: $id) { title } }', { id });
  expect(conversation).toEqual({ title: 'talk 0' });
});
