import { afterAll, expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { conversationEvents, Story } from './story.ts';

const database = useDatabase();
const jobs = useJobs(database);
const api = makeApi(database.db, jobs);
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const begin = async () => {
  const story = new Story(api);
  const collection = await story.collection();
  return { story, viewer: story.viewer, collection, ...(await story.conversation(collection.id)) };
};

test('streams messages and changes from a cursor on, to each subscriber from its own', async () => {
  const { story, viewer, id, eventsCursor } = await begin();
  const [hello] = await story.say(id, 'Hello');
  const { conversation } = await api.run(viewer, 'query ($id: ID!) { conversation(id: $id) { eventsCursor } }', { id });
  const all = await follow(api, viewer, conversationEvents, { id, after: eventsCursor });
  const later = await follow(api, viewer, conversationEvents, { id, after: conversation.eventsCursor });
  const [there] = await story.say(id, 'Who is there?');
  await story.mutate('updateConversation', { id, title: 'A talk' }, 'conversation { id }');
  const news = [
    { __typename: 'MessageAppended', message: { id: there, seq: 2, conversation: { messageCount: 2 } } },
    { __typename: 'ConversationChanged', conversation: { title: 'A talk' }, changed: ['title'] },
  ];
  expect(await all.take(4)).toMatchObject([{ cursor: eventsCursor }, { message: { id: hello } }, ...news]);
  expect(await later.take(3)).toMatchObject([{ cursor: conversation.eventsCursor }, ...news]);
  await all.return();
  await later.return();
});

test('an event whose message was emptied by a purge since is delivered without its text, however recently it was loaded for others', async () => {
  const { story, viewer, id, collection, eventsCursor } = await begin();
  const [secret] = await story.say(id, 'The secret is a canary', 'Hello');
  const memoryId = await story.add(collection.id, 'The secret is a canary', { sourceMessageId: secret });
  const before = await follow(api, viewer, conversationEvents, { id, after: eventsCursor });
  expect(JSON.stringify(await before.take(3))).toContain('canary');
  const waiting = before.next();
  await story.mutate('forgetMemory', { id: memoryId, purge: true, purgeSource: true }, 'memoryId');
  expect(await waiting).toMatchObject({ __typename: 'ConversationChanged', changed: ['messages'] });
  const after = await follow(api, viewer, conversationEvents, { id, after: eventsCursor });
  const [, emptied, hello] = await after.take(4);
  expect([emptied, hello]).toMatchObject([{ message: { id: secret, content: '' } }, { message: { content: 'Hello' } }]);
  await before.return();
  await after.return();
});

test.each(['deleteConversation', 'deleteCollection'])(
  'after %s streams ConversationDeleted, then ends with GONE',
  async (deletion) => {
    const { story, viewer, id, collection } = await begin();
    await story.say(id, 'Hello');
    const following = await follow(api, viewer, conversationEvents, { id });
    await following.next();
    const waiting = following.next();
    await story.mutate(deletion, { id: deletion === 'deleteCollection' ? collection.id : id }, 'deletedId');
    const left = deletion === 'deleteCollection' ? null : { id: collection.id };
    expect(await waiting).toMatchObject({ __typename: 'ConversationDeleted', conversationId: id, collectionNow: left });
    await expect(following.next()).rejects.toMatchObject({ code: 'GONE' });
    await expect(follow(api, viewer, conversationEvents, { id })).rejects.toMatchObject({
      originalError: { code: 'NOT_FOUND' },
    });
    await jobs.processAll();
    expect(api.services.streams.figures.active).toBe(0);
  },
);

test('refuses a foreign conversation, a cursor of its collection, and an id of another type', async () => {
  const { viewer, id, collection } = await begin();
  const stranger = new Story(api);
  await expect(follow(api, stranger.viewer, conversationEvents, { id })).rejects.toMatchObject({
    originalError: { code: 'NOT_FOUND' },
  });
  await expect(follow(api, viewer, conversationEvents, { id, after: collection.eventsCursor })).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
  await expect(follow(api, viewer, conversationEvents, { id: collection.id })).rejects.toMatchObject({
    originalError: { code: 'NOT_FOUND' },
  });
});
