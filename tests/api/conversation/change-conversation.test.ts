import { expect, inject, test } from 'vitest';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { someoneWaitsFor } from '../../support/locks.ts';
import { makeViewer } from '../../support/viewer.ts';
import { APPEND, start, turns } from './start.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
const { run } = api;

const CREATE = `mutation ($input: CreateConversationInput!) { createConversation(input: $input) {
  __typename
  ... on CreateConversationPayload { conversation { id title metadata messageCount lastMessageAt collection { id revision } } }
  ... on NotFoundError { missingId }
  ... on ValidationError { issues { path } }
  ... on ConflictError { reason }
} }`;

const UPDATE = `mutation ($input: UpdateConversationInput!) { updateConversation(input: $input) {
  __typename
  ... on UpdateConversationPayload { conversation { id title metadata collection { revision } } }
  ... on NotFoundError { missingId }
  ... on ValidationError { issues { path } }
} }`;

const DELETE = `mutation ($id: ID!) { deleteConversation(input: { id: $id }) {
  __typename
  ... on DeleteConversationPayload { deletedId deletedMemoryCount keptMemoryCount collection { id memoryCount } }
  ... on NotFoundError { missingId }
} }`;

test('makes a conversation, once for each key', async () => {
  const { viewer, collectionId } = await start(api, 0);
  const create = async (given: object) =>
    (await run(viewer, CREATE, { input: { collectionId, ...given } })).createConversation;
  const input = { title: 'First talk', metadata: { app: { id: 7 } }, idempotencyKey: 'k' };
  const first = await create(input);
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
  expect(await create(input)).toEqual(first);
  expect(await create({ ...input, title: 'Second talk' })).toMatchObject({ reason: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await create({ title: ' ' })).toMatchObject({ issues: [{ path: ['input', 'title'] }] });
  expect(await create({ metadata: 'text' })).toMatchObject({ issues: [{ path: ['input', 'metadata'] }] });
  expect(await create({ collectionId: 'nonsense' })).toMatchObject({ missingId: 'nonsense' });
});

test('changes what is given, clears what is null, leaves the rest', async () => {
  const { viewer, id } = await start(api);
  const update = async (given: object) => (await run(viewer, UPDATE, { input: { id, ...given } })).updateConversation;
  expect(await update({ metadata: { a: 1 } })).toMatchObject({ conversation: { title: 'talk 0', metadata: { a: 1 } } });
  expect(await update({ title: null })).toMatchObject({ conversation: { title: null, metadata: { a: 1 } } });
  const last = await update({ title: 'new', metadata: { b: [1] } });
  expect(last).toMatchObject({ conversation: { title: 'new', metadata: { b: [1] } } });
  for (const same of [{}, { title: 'new' }, { metadata: { b: [1] } }]) expect(await update(same)).toEqual(last);
  expect(await update({ metadata: null })).toMatchObject({ conversation: { title: 'new', metadata: null } });
  expect(await update({ title: 'x'.repeat(501) })).toMatchObject({ issues: [{ path: ['input', 'title'] }] });
});

// One connection cannot wait for another one where there is only one.
test.runIf(inject('poolSize') > 1)('of two changes at once each tells what it has changed', async () => {
  const { viewer, id } = await start(api);
  const { accountId } = viewer;
  const key = decodeNodeId('Conversation', id) ?? '';
  const { db } = database;
  const { ended } = await db.transaction().execute(async (transaction) => {
    const ofOne = transaction.updateTable('conversation').where('account_id', '=', accountId).where('id', '=', key);
    await ofOne.set({ title: 'another' }).execute();
    // As the title was when this began.
    const changing = run(viewer, UPDATE, { input: { id, title: 'talk 0', metadata: { a: 1 } } });
    await someoneWaitsFor(transaction);
    return { ended: changing };
  });
  expect(await ended).toMatchObject({ updateConversation: { conversation: { title: 'talk 0', metadata: { a: 1 } } } });
  const told = db.selectFrom('event').select(['kind', 'changed']).where('account_id', '=', accountId);
  const changed = ['title', 'metadata'];
  expect(await told.where('type', '=', 'ConversationChanged').orderBy('kind').execute()).toEqual([
    { kind: 'collection', changed },
    { kind: 'conversation', changed },
  ]);
});

test('metadata that is there already changes nothing, and nobody is told of it, where it stands in the document itself, too', async () => {
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

test('a deleted conversation is gone from every answer', async () => {
  const { viewer, collectionId, id } = await start(api);
  const { appendMessages } = await run(viewer, APPEND, {
    input: { conversationId: id, messages: turns(3, { remember: true }) },
  });
  const { deleteConversation } = await run(viewer, DELETE, { id });
  expect(deleteConversation).toEqual({
    __typename: 'DeleteConversationPayload',
    deletedId: id,
    deletedMemoryCount: 3,
    keptMemoryCount: 0,
    collection: { id: collectionId, memoryCount: 0 },
  });
  const gone = [id, appendMessages.messages[0].id, appendMessages.memories[0].id];
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
  expect((await run(viewer, DELETE, { id })).deleteConversation).toEqual({
    __typename: 'NotFoundError',
    missingId: id,
  });
});

test('a call that made a conversation which is deleted makes another when it is repeated', async () => {
  const { viewer, collectionId } = await start(api, 0);
  const input = { collectionId, idempotencyKey: 'k' };
  const create = async () => (await run(viewer, CREATE, { input })).createConversation.conversation.id;
  const first = await create();
  await run(viewer, DELETE, { id: first });
  expect(await create()).not.toBe(first);
});

test('another account can neither change nor delete it, nor add to its collection', async () => {
  const { viewer, collectionId, id } = await start(api);
  const stranger = makeViewer();
  const notFound = { __typename: 'NotFoundError' };
  expect((await run(stranger, CREATE, { input: { collectionId } })).createConversation).toMatchObject(notFound);
  expect((await run(stranger, UPDATE, { input: { id, title: 'mine' } })).updateConversation).toMatchObject(notFound);
  expect((await run(stranger, DELETE, { id })).deleteConversation).toMatchObject(notFound);
  const { conversation } = await run(viewer, 'query ($id: ID!) { conversation(id: $id) { title } }', { id });
  expect(conversation).toEqual({ title: 'talk 0' });
});
