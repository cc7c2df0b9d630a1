import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { mutate } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
const problems = `... on ValidationError { issues { path } } ... on ConflictError { reason current { id } }
  ... on NotFoundError { missingId }`;

/** What one viewer does with client keys. */
const using = (viewer: Viewer) => ({
  viewer,
  collect: (input: object) =>
    mutate(
      api,
      viewer,
      'createCollection',
      { name: 'Notes', ...input },
      'collection { id key name } outcome',
      problems,
    ),
  converse: (input: object) =>
    mutate(api, viewer, 'createConversation', input, 'conversation { id key title } outcome', problems),
  collectionOf: async (key: string, parentId: string | null = null) =>
    (
      await api.run(
        viewer,
        'query ($key: String!, $parentId: ID) { collectionByKey(key: $key, parentId: $parentId) { id key name } }',
        { key, parentId },
      )
    ).collectionByKey,
  conversationOf: async (collectionId: string, key: string) =>
    (
      await api.run(
        viewer,
        'query ($id: ID!, $key: String!) { conversationByKey(collectionId: $id, key: $key) { id key title } }',
        { id: collectionId, key },
      )
    ).conversationByKey,
});

test('one collection is created per key and parent, and found by both', async () => {
  const { viewer, collect, collectionOf } = using(makeViewer());
  const { collection } = await collect({ key: 'ada' });
  expect(collection).toEqual({ id: expect.any(String), key: 'ada', name: 'Notes' });
  const twins = await Promise.all([collect({ key: 'ada' }), collect({ key: 'ada', name: 'Other' })]);
  expect(twins.map((twin) => twin.collection)).toEqual([collection, collection]);
  expect(await collectionOf('ada')).toEqual(collection);
  const below = (await collect({ key: 'ada', parentId: collection.id })).collection;
  expect(below.id).not.toBe(collection.id);
  expect(await collectionOf('ada', collection.id)).toEqual(below);
  expect((await collect({})).collection.key).toBeNull();
  expect((await collect({ key: null })).collection.key).toBeNull();
  expect((await api.run(viewer, '{ collections { totalCount } }')).collections.totalCount).toBe(4);
});

test('one conversation is created per key and collection, also concurrently, and found by both', async () => {
  const { viewer, collect, converse, conversationOf } = using(makeViewer());
  const [one, other] = [(await collect({})).collection.id, (await collect({})).collection.id];
  const calls = Array.from({ length: 6 }, (_, n) => converse({ collectionId: one, key: 'thread', title: `talk ${n}` }));
  const [first, ...same] = (await Promise.all(calls)).map(({ conversation }) => conversation);
  expect(same).toEqual(same.map(() => first));
  expect(await conversationOf(one, 'thread')).toEqual(first);
  expect(await conversationOf(other, 'thread')).toBeNull();
  const elsewhere = (await converse({ collectionId: other, key: 'thread' })).conversation;
  expect(elsewhere.id).not.toBe(first.id);
  const source = '{ conversations { totalCount } collections { edges { node { revision } } } }';
  const { conversations, collections } = await api.run(viewer, source);
  expect(conversations.totalCount).toBe(2);
  expect(collections.edges.map((edge: { node: { revision: number } }) => edge.node.revision)).toEqual([1, 1]);
});

test('many keys are looked up by one statement per parent', async () => {
  const { viewer, collect, converse } = using(makeViewer());
  const { id } = (await collect({ key: 'ada' })).collection;
  await collect({ key: 'ben' });
  await converse({ collectionId: id, key: 'thread' });
  const fields = (keys: readonly string[]) =>
    keys.map(
      (key, n) => `a${n}: collectionByKey(key: "${key}") { key }
        b${n}: conversationByKey(collectionId: "${id}", key: "${key}") { key }`,
    );
  const keys = ['ada', 'ben', 'nobody', 'thread'];
  let found: unknown;
  const statements = await countStatements(async () => {
    found = await api.run(viewer, `{ ${fields(keys).join(' ')} }`);
  });
  expect(found).toEqual({
    ...{ a0: { key: 'ada' }, a1: { key: 'ben' }, a2: null, a3: null },
    ...{ b0: null, b1: null, b2: null, b3: { key: 'thread' } },
  });
  const ofOne = await countStatements(() => api.run(viewer, `{ ${fields(['carl']).join(' ')} }`));
  expect(statements.length).toBe(ofOne.length);
});

test('a key given with an idempotency key returns what exists, also when the call is repeated', async () => {
  const { collect, converse } = using(makeViewer());
  const { collection } = await collect({ key: 'ada' });
  const repeated = { key: 'ada', idempotencyKey: 'call' };
  for (let n = 0; n < 2; n += 1) expect((await collect(repeated)).collection).toEqual(collection);
  expect(await collect({ ...repeated, key: 'ben' })).toMatchObject({ current: { id: collection.id } });
  const { conversation } = await converse({ collectionId: collection.id, key: 'thread' });
  const input = { collectionId: collection.id, key: 'thread', idempotencyKey: 'call' };
  for (let n = 0; n < 2; n += 1) expect((await converse(input)).conversation).toEqual(conversation);
});

test('the outcome says whether it was created, was there already, or the call is a repeated one', async () => {
  const { collect, converse } = using(makeViewer());
  const make = [
    (input: object) => collect(input),
    (input: object) => converse({ collectionId: home.collection.id, ...input }),
  ];
  const home = await collect({});
  expect(home.outcome).toBe('CREATED');
  for (const call of make) {
    const calls = [
      { key: 'ada' },
      { key: 'ada' },
      { key: 'ada', idempotencyKey: 'call' },
      { key: 'ada', idempotencyKey: 'call' },
      { idempotencyKey: 'other' },
      { idempotencyKey: 'other' },
    ];
    const outcomes: string[] = [];
    for (const input of calls) outcomes.push((await call(input)).outcome);
    expect(outcomes).toEqual(['CREATED', 'EXISTING', 'EXISTING', 'REPLAYED', 'CREATED', 'REPLAYED']);
    const twins = await Promise.all([call({ key: 'ben' }), call({ key: 'ben' })]);
    expect(twins.map(({ outcome }) => outcome).sort()).toEqual(['CREATED', 'EXISTING']);
  }
});

test('the key of a deleted object can be used again', async () => {
  const { viewer, collect, converse, collectionOf, conversationOf } = using(makeViewer());
  const { collection } = await collect({ key: 'ada' });
  const { conversation } = await converse({ collectionId: collection.id, key: 'thread' });
  await mutate(api, viewer, 'deleteConversation', { id: conversation.id }, 'deletedId');
  expect(await conversationOf(collection.id, 'thread')).toBeNull();
  expect((await converse({ collectionId: collection.id, key: 'thread' })).conversation.id).not.toBe(conversation.id);
  await mutate(api, viewer, 'deleteCollection', { id: collection.id }, 'deletedId');
  expect(await collectionOf('ada')).toBeNull();
  expect((await collect({ key: 'ada' })).collection.id).not.toBe(collection.id);
});

test('a collection cannot move to a parent where another one has its key', async () => {
  const { viewer, collect } = using(makeViewer());
  const top = (await collect({ key: 'ada' })).collection;
  const parentId = (await collect({})).collection.id;
  const { id } = (await collect({ key: 'ada', parentId })).collection;
  const move = (to: string | null) =>
    mutate(api, viewer, 'updateCollection', { id, parentId: to }, 'collection { id }', problems);
  expect(await move(null)).toMatchObject({ code: 'CONFLICT', reason: 'STATE', current: { id: top.id } });
  await mutate(api, viewer, 'deleteCollection', { id: top.id }, 'deletedId');
  expect(await move(null)).toMatchObject({ collection: { id } });
});

test('an invalid key is refused on creation, and finds nothing', async () => {
  const { collect, converse, collectionOf, conversationOf } = using(makeViewer());
  const collectionId = (await collect({})).collection.id;
  for (const key of ['', '  ', 'x'.repeat(201), '\u0000', '\ud800']) {
    const issue = { issues: [{ path: ['input', 'key'] }] };
    expect(await collect({ key })).toMatchObject(issue);
    expect(await converse({ collectionId, key })).toMatchObject(issue);
  }
  for (const key of ['', '  ', 'x'.repeat(201)]) {
    expect(await collectionOf(key)).toBeNull();
    expect(await conversationOf(collectionId, key)).toBeNull();
  }
  for (const key of ['\u0000', '\ud800']) await expect(collectionOf(key)).rejects.toThrow('BAD_USER_INPUT');
  for (const id of ['', 'x']) {
    expect(await collectionOf('ada', id)).toBeNull();
    expect(await conversationOf(id, 'ada')).toBeNull();
  }
});

test('keys are separate per account, and a viewer limited to a collection finds only what is in it', async () => {
  const viewer = makeViewer();
  const owner = using(viewer);
  const { collection } = await owner.collect({ key: 'ada' });
  const { conversation } = await owner.converse({ collectionId: collection.id, key: 'thread' });
  const stranger = using(makeViewer());
  expect(await stranger.collectionOf('ada')).toBeNull();
  expect(await stranger.conversationOf(collection.id, 'thread')).toBeNull();
  expect((await stranger.collect({ key: 'ada' })).collection.id).not.toBe(collection.id);
  const beside = (await owner.collect({ key: 'ben' })).collection;
  const within = decodeNodeId('Collection', collection.id) ?? '';
  const narrowed = using({ ...viewer, collectionIds: new Set([within]) });
  expect(await narrowed.collectionOf('ada')).toEqual(collection);
  expect(await narrowed.conversationOf(collection.id, 'thread')).toEqual(conversation);
  expect((await narrowed.collect({ key: 'ada' })).collection).toEqual(collection);
  expect(await narrowed.collectionOf('ben')).toBeNull();
  expect(await narrowed.conversationOf(beside.id, 'thread')).toBeNull();
  expect(await narrowed.collect({ key: 'ben' })).toMatchObject({ issues: [{ path: ['input', 'parentId'] }] });
});

test('a repeated idempotency key tells a limited viewer nothing about objects outside their collections', async () => {
  const viewer = makeViewer();
  const call = { idempotencyKey: 'call' };
  const [top, other] = [(await using(viewer).collect(call)).collection, (await using(viewer).collect({})).collection];
  const below = { ...call, parentId: top.id };
  await using(viewer).collect(below);
  const within = new Set([decodeNodeId('Collection', other.id) ?? '']);
  const narrowed = using({ ...viewer, collectionIds: within });
  expect(await narrowed.collect(call)).toMatchObject({ issues: [{ path: ['input', 'parentId'] }] });
  expect(await narrowed.collect(below)).toMatchObject({ missingId: top.id });
});

test('a limited viewer who names their collection by its key shares no idempotency keys with who creates collections beside it', async () => {
  const viewer = makeViewer();
  const owner = using(viewer);
  const { collection } = await owner.collect({ key: 'ada' });
  await owner.collect({ name: 'Secret', idempotencyKey: 'theirs' });
  const within = new Set([decodeNodeId('Collection', collection.id) ?? '']);
  const narrowed = using({ ...viewer, principal: 'narrow', collectionIds: within });
  for (const idempotencyKey of ['theirs', 'own'])
    expect(await narrowed.collect({ key: 'ada', idempotencyKey })).toMatchObject({ collection, outcome: 'EXISTING' });
  expect(await owner.collect({ idempotencyKey: 'own' })).toMatchObject({ outcome: 'CREATED' });
});
