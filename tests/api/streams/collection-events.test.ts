import { afterAll, expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
const { run } = api;
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const collectionEvents = `subscription ($id: ID!, $after: String, $buffer: BufferInput) {
  collectionEvents(collectionId: $id, after: $after, buffer: $buffer) {
    __typename ... on StreamEvent { cursor at }
    ... on MemoryAdded { memory { id content collection { name memoryCount } } }
    ... on MemoryChanged { memory { id tags } changed }
    ... on MemoryForgotten { memoryId forgotten { id status } }
    ... on ConversationAdded { conversation { id title } }
    ... on ConversationChanged { conversation { id messageCount } changed }
    ... on ConversationDeleted { conversationId }
    ... on CollectionChanged { collection { name } changed }
    ... on StreamGap { reason dropped resumeAfter }
  } }`;

const mutate = async (viewer: ReturnType<typeof makeViewer>, name: string, input: object, answers: string) => {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const source = `mutation ($input: ${typeName}Input!) {
    ${name}(input: $input) { __typename ... on ${typeName}Payload { ${answers} } ... on Error { message } } }`;
  return (await run(viewer, source, { input }))[name];
};

const newCollection = async (viewer = makeViewer()) => {
  const answer = await mutate(viewer, 'createCollection', { name: 'Home' }, 'collection { id eventsCursor }');
  return { viewer, ...answer.collection };
};

const add = async (viewer: ReturnType<typeof makeViewer>, collectionId: string, content: string): Promise<string> =>
  (await mutate(viewer, 'addMemory', { collectionId, memory: { content } }, 'memory { id }')).memory.id;

test('tells what happens in a collection as it happens, in order, each event with its cursor', async () => {
  const { viewer, id } = await newCollection();
  const following = await follow(api, viewer, collectionEvents, { id });
  expect(await following.next()).toMatchObject({ __typename: 'StreamOpened' });

  const tea = await add(viewer, id, 'Ann drinks tea');
  await mutate(viewer, 'updateMemory', { id: tea, tags: ['drinks'] }, 'memory { id }');
  await mutate(viewer, 'forgetMemory', { id: tea }, 'memoryId');
  await mutate(viewer, 'updateCollection', { id, name: 'House' }, 'collection { id }');
  const told = await following.take(4);
  expect(told).toMatchObject([
    { __typename: 'MemoryAdded', memory: { id: tea, collection: { name: 'House' } } },
    { __typename: 'MemoryChanged', memory: { id: tea, tags: ['drinks'] }, changed: ['tags'] },
    { __typename: 'MemoryForgotten', memoryId: tea, forgotten: { id: tea, status: 'FORGOTTEN' } },
    { __typename: 'CollectionChanged', collection: { name: 'House' }, changed: ['name'] },
  ]);
  expect(new Set(told.map(({ cursor }) => cursor)).size).toBe(4);
  await following.return();
  expect(api.services.streams.figures.active).toBe(0);
});

test('loaded, then subscribed by its cursor: nothing in between is missed or told twice', async () => {
  const { viewer, id, eventsCursor } = await newCollection();
  const first = await add(viewer, id, 'Ann drinks tea');
  const following = await follow(api, viewer, collectionEvents, { id, after: eventsCursor });
  const second = await add(viewer, id, 'Bob drinks coffee');
  const [opened, ...added] = await following.take(3);
  expect(opened).toMatchObject({ __typename: 'StreamOpened', cursor: eventsCursor });
  expect(added.map(({ memory }) => memory.id)).toEqual([first, second]);
  await following.return();

  const again = await follow(api, viewer, collectionEvents, { id, after: added[0].cursor });
  expect((await again.take(2)).map(({ memory }) => memory?.id)).toEqual([undefined, second]);
  await again.return();
});
