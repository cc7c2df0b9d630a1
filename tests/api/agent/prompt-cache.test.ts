import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { CachedEmbedder } from '../../../src/platform/embedding/cached-embedder.ts';
import { EmbedderUnavailableError } from '../../../src/platform/embedding/embedder.errors.ts';
import type { Embedder } from '../../../src/platform/embedding/embedder.ts';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { follow } from '../../support/follow.ts';
import { models as shipped } from '../../support/models.ts';
import { Session } from '../../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const { api, runner, answered } = makeAgentApi(db, { languageModels: [model] });

const runEvents = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
  ... on AgentRunStarted { attempt } ... on AgentTokens { text } } }`;

test('the same question over unchanged memories is answered from the cache, with its citations', async () => {
  const session = await Session.start(api);
  const [tea] = await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green tea [1].'] });
  const first = await answered(session, 'What does Ada love?');
  const from = server.calls.length;
  const again = await answered(await session.another(), 'What does Ada love?');
  expect(again).toMatchObject({ status: 'SUCCEEDED', cached: true, answer: first.answer, promptTokens: null });
  expect(again.citations).toEqual(first.citations);
  expect(again.citations[0].memory.id).toBe(tea);
  expect(server.calls).toHaveLength(from);
  expect(again.answerMessage.id).not.toBe(first.answerMessage.id);
});

test('a cached answer comes with the mutation itself, and its events are those of any run', async () => {
  const session = await Session.start(api);
  await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  await answered(session, 'What does Ada love?');
  const other = await session.another();
  const { run } = await other.ask('What does Ada love?');
  expect(run).toMatchObject({ status: 'SUCCEEDED', cached: true, answer: 'Green tea.' });
  const { messages } = await other.conversation();
  const told = messages.edges.map(({ node }: { node: { role: string; content: string } }) => [node.role, node.content]);
  expect(told).toEqual([
    ['USER', 'What does Ada love?'],
    ['ASSISTANT', 'Green tea.'],
  ]);
  const following = await follow(api, session.viewer, runEvents, { id: run.id });
  expect((await following.take(5)).map((event) => event && [event.__typename, event.attempt ?? event.text])).toEqual([
    ['StreamOpened', undefined],
    ['AgentRunStarted', 1],
    ['AgentTokens', 'Green tea.'],
    ['AgentRunFinished', undefined],
    null,
  ]);
  expect(await other.ask('And Bob?')).toMatchObject({ run: { status: 'QUEUED' } });
});

test('another question, speaker, model or conversation, or a changed memory, is a cache miss', async () => {
  const session = await Session.start(api);
  await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  const question = 'What does Ada love?';
  await answered(session, question);
  expect(await answered(await session.another(), 'What does Ada like?')).toMatchObject({ cached: false });
  expect(await answered(session, question)).toMatchObject({ cached: false });
  expect(await answered(await session.another(), question, { model: 'extractive' })).toMatchObject({
    cached: false,
    model: 'extractive',
  });
  expect(await answered(await session.another(), question)).toMatchObject({ cached: true });
  expect(await answered(await session.another(), question, { speaker: 'Bob' })).toMatchObject({ cached: false });
  await session.remember('Ada loves black tea, too.');
  expect(await answered(await session.another(), question)).toMatchObject({ cached: false });
});

test('a cached answer expires once a memory in scope begins or ceases to be valid', async () => {
  const session = await Session.start(api);
  const { accountId } = session.viewer;
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
  const add = (content: string, holds: object) =>
    session.mutate('addMemory', { collectionId: session.collectionId, memory: { content, ...holds } }, 'memory { id }');
  await add('The code of the garage is 4711.', { validTo: hours(1) });
  await add('The code of the garage is 9999.', { validFrom: hours(2) });
  scripted.reply = () => ({ tokens: ['It is 4711.'] });
  const ask = async () => (await answered(await session.another(), 'What is the code of the garage?')).cached;
  /** Simulates that time passes by moving times back: that raises no revision. */
  const letPass = (count: number, of = sql`true`) =>
    sql`update memory set created_at = created_at - make_interval(hours => ${count}),
        valid_from = valid_from - make_interval(hours => ${count}), valid_to = valid_to - make_interval(hours => ${count})
      where account_id = ${accountId} and ${of}`.execute(db);
  expect([await ask(), await ask()]).toEqual([false, true]);
  await letPass(1);
  expect([await ask(), await ask()]).toEqual([false, true]);
  // Leaves out the first memory: its validity has already ended.
  await letPass(1, sql`valid_to is null`);
  expect([await ask(), await ask()]).toEqual([false, true]);
});

test('an expired memory is noticed, however many memories of another account have expired since', async () => {
  const [session, other] = [await Session.start(api), await Session.start(api)];
  await session.remember('The code of the garage is 4711.');
  await other.remember('The code of the safe is 1.');
  await sql`insert into memory select (jsonb_populate_record(memory, jsonb_build_object(
      'id', gen_random_uuid(), 'content_hash', '\\x' || md5(n::text), 'valid_from', now() - interval '1 hour', 'valid_to', now()))).*
    from memory, generate_series(1, 1001) n where account_id = ${other.viewer.accountId}`.execute(db);
  scripted.reply = () => ({ tokens: ['It is 4711.'] });
  const ask = async () => (await answered(await session.another(), 'What is the code of the garage?')).cached;
  expect([await ask(), await ask()]).toEqual([false, true]);
  await sql`update memory set valid_from = now() - interval '1 hour', valid_to = now() - interval '1 minute' where account_id = ${session.viewer.accountId}`.execute(
    db,
  );
  expect(await ask()).toBe(false);
});

test('any change of a memory in scope is a cache miss', async () => {
  const session = await Session.start(api);
  const [tea, cello] = await session.remember('Ada loves green tea.', 'Bob plays the cello.');
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  const made = await session.mutate(
    'createCollection',
    { name: 'Below', parentId: session.collectionId },
    'collection { id }',
  );
  const below = await Session.start(api, session.viewer, made.collection.id);
  const changes = {
    updated: () => session.mutate('updateMemory', { id: tea, tags: ['drinks'] }, 'memory { id }'),
    superseded: () =>
      session.mutate('supersedeMemory', { id: tea, content: 'Ada loves mint tea.', reason: 'x' }, 'memory { id }'),
    forgotten: () => session.mutate('forgetMemory', { id: cello }, 'memoryId'),
    restored: () => session.mutate('restoreMemory', { id: cello }, 'memory { id }'),
    'learnt below': () => below.remember('Cleo sings.'),
    'learnt from a message': () => session.says('Dora paints the sea in the evening.', 'USER'),
  };
  const ask = async () => (await answered(await session.another(), 'What does Ada love?')).cached;
  await ask();
  for (const [what, change] of Object.entries(changes)) {
    expect(await ask(), `before one is ${what}`).toBe(true);
    await change();
    expect(await ask(), `after one was ${what}`).toBe(false);
  }
  const beside = await Session.start(api, session.viewer);
  await beside.remember('Somebody elsewhere loves tea.');
  expect(await ask(), 'after one was learnt elsewhere').toBe(true);
});

test('a changed description of the collection is a cache miss', async () => {
  const session = await Session.start(api);
  await session.remember('Ada loves green tea.');
  scripted.reply = () => ({ tokens: ['Green tea.'] });
  const question = 'What does Ada love?';
  await answered(session, question);
  expect(await answered(await session.another(), question)).toMatchObject({ cached: true });
  const input = { id: session.collectionId, description: 'All about tea.' };
  await session.mutate('updateCollection', input, 'collection { id }');
  expect(await answered(await session.another(), question)).toMatchObject({ cached: false });
});

test('an answer given while the embedder was down is not cached', async () => {
  let isDown = true;
  const embedder: Embedder = {
    model: shipped.embedder.model,
    dimensions: shipped.embedder.dimensions,
    expectDimensions: () => {},
    embed: async (texts) => {
      if (isDown) throw new EmbedderUnavailableError('It is down');
      return await shipped.embedder.embed(texts);
    },
  };
  const models = { ...shipped, questions: new CachedEmbedder(embedder) };
  const away = makeAgentApi(db, { languageModels: [model], models });
  const session = await Session.start(away.api);
  await session.remember('Peanuts make Ada ill.');
  const ask = async (on: Session) => {
    const { run } = await on.ask('Which food allergies are known?');
    await away.runner.processAll();
    return on.run(run.id);
  };
  scripted.reply = () => ({ tokens: ['None.'] });
  expect(await ask(session)).toMatchObject({ cached: false, answer: 'None.' });
  isDown = false;
  scripted.reply = () => ({ tokens: ['Peanuts [1].'] });
  expect(await ask(await session.another())).toMatchObject({ cached: false, answer: 'Peanuts [1].' });
  expect(await ask(await session.another())).toMatchObject({ cached: true, answer: 'Peanuts [1].' });
});

test('an answer that the model did not finish is not cached', async () => {
  const session = await Session.start(api);
  scripted.reply = () => ({ tokens: ['It is'], finishReason: 'content_filter' });
  expect(await answered(session, 'How is the tea?')).toMatchObject({ status: 'SUCCEEDED' });
  scripted.reply = () => ({ tokens: ['It is green.'] });
  const again = await answered(await session.another(), 'How is the tea?');
  expect(again).toMatchObject({ cached: false, answer: 'It is green.' });
  expect(await answered(await session.another(), 'How is the tea?')).toMatchObject({ cached: true });
});

test('answers are not shared across accounts, and a run that wrote something is not cached', async () => {
  const [mine, theirs] = [await Session.start(api), await Session.start(api)];
  scripted.reply = () => ({ tokens: ['Nothing.'] });
  expect(await answered(mine, 'Anything?')).toMatchObject({ cached: false });
  expect(await answered(theirs, 'Anything?')).toMatchObject({ cached: false });
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: ['Noted.'] }
      : { calls: [{ tool: 'remember', input: '{"content":"Rex barks."}' }] };
  await answered(mine, 'Rex barks.');
  expect(await answered(await mine.another(), 'Rex barks.')).toMatchObject({ cached: false });
});

test('a purge removes the answers that mention the memory, from the cache too', async () => {
  const session = await Session.start(api);
  const [id] = await session.remember('The code is xq7canary7qx.');
  // An answer is removed even if it does not cite the memory.
  scripted.reply = () => ({ tokens: ['The code is xq7canary7qx.'] });
  const run = await answered(session, 'What is the code?');
  const again = await answered(await session.another(), 'What is the code?');
  expect(again).toMatchObject({ cached: true, answer: run.answer });
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  for (const one of [run, again]) expect(await session.run(one.id)).toMatchObject({ answer: null, citations: [] });
  const { messages } = await session.conversation();
  expect(messages.edges.map(({ node }: { node: { content: string } }) => node.content)).toEqual([
    'What is the code?',
    '',
  ]);
  scripted.reply = () => ({ tokens: ['I do not know.'] });
  expect(await answered(await session.another(), 'What is the code?')).toMatchObject({
    cached: false,
    answer: 'I do not know.',
  });
});

test('a cached answer given while its memory is purged does not outlive the purge', async () => {
  const session = await Session.start(api);
  // Says no more than it was told: a run that waited may be answered after the purge.
  const told = 'The code is xq7canary7qx [1].';
  scripted.reply = (call) => ({ tokens: [JSON.stringify(call).includes('xq7canary7qx') ? told : 'I do not know.'] });
  // The embedded database has one connection: less can happen at once.
  const rounds = inject('engine') === 'postgres' ? 10 : 3;
  for (let round = 0; round < rounds; round += 1) {
    const [id] = await session.remember(`The code of door ${round} is xq7canary7qx.`);
    const question = `What is the code of door ${round}?`;
    await answered(session, question);
    const others = await Promise.all(Array.from({ length: 3 }, () => session.another()));
    await Promise.all([
      session.mutate('forgetMemory', { id, purge: true }, 'memoryId'),
      ...others.map((other) => other.ask(question)),
    ]);
  }
  scripted.reply = () => ({ tokens: ['I do not know.'] });
  await runner.processAll();
  const { rows } =
    await sql`select 1 from message where account_id = ${session.viewer.accountId} and content like '%xq7canary7qx%'`.execute(
      db,
    );
  expect(rows).toEqual([]);
});
