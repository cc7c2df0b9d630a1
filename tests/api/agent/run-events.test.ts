import { afterAll, expect, test } from 'vitest';
import { connectKysely } from '../../../src/platform/db/database.ts';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { exampleOf } from '../../support/api-page.ts';
import { useDatabase } from '../../support/database.ts';
import { follow, textOf } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { Session } from '../../support/session.ts';

const database = useDatabase();
const { model, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(database.db, { languageModels: [model], jobs: useJobs(database) });
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const events = `subscription ($id: ID!, $after: String) { agentRunEvents(runId: $id, after: $after) {
  __typename ... on StreamEvent { cursor at } ... on AgentRunStarted { attempt run { status } }
  ... on AgentTokens { attempt text offset } ... on AgentToolCalled { attempt offset tool input memories { content } }
  ... on AgentRunFinished { run { status answer error } } } }`;

const start = async (question = 'What?') => {
  const session = await Session.start(api);
  const { run } = await session.ask(question);
  return {
    session,
    id: run.id,
    listen: (after?: string) => follow(api, session.viewer, events, { id: run.id, after }),
  };
};

const names = (told: readonly { __typename: string }[]) =>
  told.map(({ __typename }) => __typename).filter((name, index, list) => name !== list[index - 1]);

test('a run streams its start, tokens, tool calls and end', async () => {
  const { session, listen } = await start('Is there tea?');
  await session.remember('The tea is in the cupboard.');
  const from = server.calls.length;
  scripted.reply = ({ index }) =>
    index === from
      ? { tokens: ['Let me ', 'look.'], calls: [{ tool: 'search', input: '{"query":"tea","asOf":null,"limit":null}' }] }
      : { tokens: ['In ', 'the ', 'cupboard ', '[1].'], everyMs: 5 };
  const following = await listen();
  const told = following.rest();
  await runner.processAll();
  expect(names(await told)).toEqual([
    'StreamOpened',
    'AgentRunStarted',
    'AgentTokens',
    'AgentToolCalled',
    'AgentTokens',
    'AgentRunFinished',
  ]);
  expect(textOf(await told)).toBe('Let me look.\n\nIn the cupboard [1].');
  expect((await told).find(({ tool }) => tool)).toMatchObject({
    attempt: 1,
    offset: 'Let me look.'.length,
    tool: 'search',
    memories: [{ content: 'The tea is in the cupboard.' }],
  });
  expect((await told).find(({ tool }) => tool)?.input).toEqual({ query: 'tea', limit: 8 });
  expect((await told).at(-1)).toMatchObject({
    run: { status: 'SUCCEEDED', answer: 'Let me look.\n\nIn the cupboard [1].' },
  });
});

test('a late subscriber gets the answer so far as one piece, a returning one only the rest', async () => {
  const gate = Promise.withResolvers<void>();
  const { listen } = await start();
  scripted.reply = async () => {
    await gate.promise;
    return { tokens: ['one ', 'two ', 'three'], everyMs: 30 };
  };
  const first = await listen();
  const working = runner.processAll();
  expect(names(await first.take(2))).toEqual(['StreamOpened', 'AgentRunStarted']);
  gate.resolve();
  const piece = await first.next();
  await first.return();
  const late = await listen();
  const [, , soFar] = await late.take(3);
  expect(soFar).toMatchObject({ __typename: 'AgentTokens', offset: 0 });
  const rest = [soFar, ...(await late.rest())];
  expect(textOf(rest)).toBe('one two three');
  const returned = (await (await listen(piece.cursor)).rest()).slice(1);
  expect(textOf([piece, ...returned])).toBe('one two three');
  expect(names(returned)).toEqual(['AgentTokens', 'AgentRunFinished']);
  await working;
});

test('a second attempt starts the answer over', async () => {
  const { listen } = await start();
  const from = server.calls.length;
  scripted.reply = ({ index }) => (index === from ? { tokens: ['Half', ' of it'], cutAfter: 1 } : { tokens: ['All.'] });
  const told = (await listen()).rest();
  await runner.processAll();
  expect(
    (await told).filter(({ __typename }) => __typename === 'AgentRunStarted').map(({ attempt }) => attempt),
  ).toEqual([1, 2]);
  expect(textOf(await told)).toBe('All.');
});

test('cancelling breaks off the model call, and ends the stream with the partial answer', async () => {
  const { session, id, listen } = await start();
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const broken = server.brokenOff;
  const following = await listen();
  const working = runner.processAll();
  await following.take(3);
  await session.cancel(id);
  expect(await following.rest()).toMatchObject([
    { run: { status: 'CANCELLED', answer: 'One.', error: 'It was cancelled' } },
  ]);
  await server.untilBrokenOff(broken + 1);
  await working;
  expect(await session.conversation()).toMatchObject({ messageCount: 1, activeRun: null });
});

test('a purge of what a cancelled run was given empties its partial answer, and tells those who follow the conversation', async () => {
  const { session, id, listen } = await start();
  const [memoryId] = await session.remember('The tea is in the cupboard.');
  scripted.reply = () => ({ tokens: ['In the cupboard.', 'And'], silentAfter: 1 });
  const following = await listen();
  const working = runner.processAll();
  await following.take(3);
  await session.cancel(id);
  await following.rest();
  await working;
  expect(await session.run(id)).toMatchObject({ status: 'CANCELLED', answer: 'In the cupboard.' });
  const changes = `subscription ($id: ID!) { conversationEvents(conversationId: $id) { __typename ... on ConversationChanged { changed } } }`;
  const told = await follow(api, session.viewer, changes, { id: session.conversationId });
  await told.next();
  await session.mutate('forgetMemory', { id: memoryId, purge: true }, 'memoryId');
  expect(await told.next()).toEqual({ __typename: 'ConversationChanged', changed: ['messages'] });
  expect(await session.run(id)).toMatchObject({ answer: null });
  await told.return();
});

test('deleting the conversation cancels its run and ends the stream with GONE', async () => {
  const { session, listen } = await start();
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const broken = server.brokenOff;
  const following = await listen();
  const working = runner.processAll();
  await following.take(3);
  await session.mutate('deleteConversation', { id: session.conversationId }, 'deletedId');
  await expect(following.rest()).rejects.toMatchObject({ code: 'GONE' });
  await server.untilBrokenOff(broken + 1);
  await working;
  const rows = await database.db
    .selectFrom('agent_run')
    .select(['status', 'error', 'partial'])
    .where('account_id', '=', session.viewer.accountId)
    .execute();
  expect(rows).toEqual([{ status: 'CANCELLED', error: 'Its conversation was deleted', partial: null }]);
});

test('ends with GONE also if the deletion of the conversation is read from the database before it is announced', async () => {
  const { session, listen } = await start();
  const following = await listen();
  await following.next();
  const elsewhere = connectKysely(database.pool);
  const deleted = elsewhere.updateTable('conversation').set({ deleted_at: new Date() });
  await deleted.where('account_id', '=', session.viewer.accountId).execute();
  await expect(following.next()).rejects.toMatchObject({ code: 'GONE' });
});

test('deleting the conversation also cancels a queued run', async () => {
  const { session, listen } = await start();
  const following = await listen();
  await session.mutate('deleteConversation', { id: session.conversationId }, 'deletedId');
  await expect(following.rest()).rejects.toMatchObject({ code: 'GONE' });
  const from = server.calls.length;
  await runner.processAll();
  const row = database.db.selectFrom('agent_run').select('status').where('account_id', '=', session.viewer.accountId);
  expect(await row.execute()).toEqual([{ status: 'CANCELLED' }]);
  expect(server.calls).toHaveLength(from);
});

test('a run that has ended streams its end, and nothing after that cursor', async () => {
  const { session, id, listen } = await start();
  await session.cancel(id);
  const told = await (await listen()).rest();
  expect(told).toMatchObject([
    { __typename: 'StreamOpened' },
    { __typename: 'AgentRunFinished', run: { status: 'CANCELLED', answer: null } },
  ]);
  expect(names(await (await listen(told.at(-1).cursor)).rest())).toEqual(['StreamOpened']);
});

test('a conversation streams that a run was queued and finished', async () => {
  const session = await Session.start(api);
  const source = `subscription ($id: ID!) { conversationEvents(conversationId: $id) { __typename
    ... on AgentRunQueued { run { question } } ... on AgentRunFinished { run { status } } } }`;
  const following = await follow(api, session.viewer, source, { id: session.conversationId });
  scripted.reply = () => ({ tokens: ['Yes.'] });
  await session.ask('Well?');
  await runner.processAll();
  expect(await following.take(5)).toMatchObject([
    { __typename: 'StreamOpened' },
    { __typename: 'MessageAppended' },
    { __typename: 'AgentRunQueued', run: { question: 'Well?' } },
    { __typename: 'MessageAppended' },
    { __typename: 'AgentRunFinished', run: { status: 'SUCCEEDED' } },
  ]);
  await following.return();
});

test('the events of a conversation in docs/api.md show its run in progress and its number of messages as they are then', async () => {
  const session = await Session.start(api);
  const variables = { id: session.conversationId };
  const following = await follow(api, session.viewer, exampleOf('FollowConversation'), variables);
  scripted.reply = () => ({ tokens: ['Yes.'] });
  const { run } = await session.ask('Well?');
  const activeRun = { id: run.id, status: 'QUEUED', attempt: 0, answer: null };
  expect((await following.take(3)).slice(1)).toMatchObject([
    { message: { conversation: { messageCount: 1 } } },
    { run: { conversation: { id: session.conversationId, messageCount: 1, activeRun } } },
  ]);
  await runner.processAll();
  expect(await following.take(2)).toMatchObject([
    { message: { conversation: { messageCount: 2 } } },
    { run: { id: run.id, conversation: { messageCount: 2, activeRun: null } } },
  ]);
  await following.return();
});

test('a run of another account, or an id that names no run, cannot be followed', async () => {
  const { id } = await start();
  const stranger = await Session.start(api);
  for (const [unknown, message] of [
    [id, 'No AgentRun'],
    ['nonsense', 'No AgentRun'],
    ['', 'No AgentRun'],
    [stranger.collectionId, 'This is an id of the type Collection, not AgentRun'],
  ]) {
    await expect(follow(api, stranger.viewer, events, { id: unknown })).rejects.toThrow(message);
  }
  scripted.reply = () => ({ tokens: ['Yes.'] });
  await runner.processAll();
});
