import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { beforePurge } from '../../src/app/before-purge.ts';
import { purgeOutlived } from '../../src/memory/end-memories.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';
import { tablesThatHold } from '../support/traces.ts';

const { db, pool } = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner, answered } = makeAgentApi(db, { languageModels: [model] });

const canary = 'xq7canary7qx';

test('a purge leaves nothing of a memory that an agent was given, searched for, cited, changed and used in answers', async () => {
  const session = await Session.start(api);
  const [id = ''] = await session.remember(`The code is ${canary}.`);
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: [`It is ${canary}`, ' [1].'] }
      : {
          calls: [
            { tool: 'search', input: JSON.stringify({ query: `code ${canary}` }) },
            {
              tool: 'supersede',
              input: JSON.stringify({ memory: 1, content: `The code was ${canary}.`, reason: canary }),
            },
          ],
        };
  await session.ask('What is the code?');
  await runner.processAll();
  // Another run, whose answer is cut off in the middle.
  scripted.reply = () => ({ tokens: [`It is ${canary}`, '.'], cutAfter: 1 });
  await (await session.another()).ask('What was the code again?');
  await runner.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual([
    'agent_run',
    'agent_run_call',
    'agent_run_memory',
    'memory',
    'memory_revision',
    'message',
  ]);
  const { memory } = await api.run(session.viewer, 'query ($id: ID!) { memory(id: $id) { supersededBy { id } } }', {
    id,
  });
  await session.mutate('forgetMemory', { id: memory.supersededBy.id, purge: true }, 'memoryId');
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge leaves nothing of a memory that an agent knew only from a narrative', async () => {
  const session = await Session.start(api);
  const long = 'and what she wrote in the cellar of her house '.repeat(30);
  const [id = ''] = await session.remember(`The code lies in the safe ${long}.`);
  await session.remember(...Array.from({ length: 30 }, (_, n) => `Ada sold picture ${n} ${long}.`));
  const { accountId } = session.viewer;
  // A narrative as a model would write it, from more memories than fit any context.
  await sql`
    insert into narrative (account_id, collection_id, told_by, text, memory_ids, revision, memory_revision, generated_at)
    select account_id, collection_id, 'scripted', ${`They keep a code: ${canary}.`}, array_agg(id), 1, 1, now()
    from memory where account_id = ${accountId} group by 1, 2`.execute(db);
  let given = '';
  scripted.reply = ({ body: { messages } }) => {
    given = messages.at(-1)?.content ?? '';
    return { tokens: [given.includes(canary) ? `It is ${canary}.` : 'Nobody knows.'] };
  };
  expect(await answered(session, 'Hello!')).toMatchObject({ answer: `It is ${canary}.` });
  expect(given).not.toContain('in the safe');
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge leaves nothing of a memory that an agent knew only from its earlier answers, however often it repeats them', async () => {
  const session = await Session.start(api);
  const [id = ''] = await session.remember(`The code is ${canary}.`);
  scripted.reply = () => ({ tokens: [`It is ${canary} [1].`] });
  await session.ask('What is the code?');
  await runner.processAll();
  // Forgotten, so that no search recalls it.
  await session.mutate('forgetMemory', { id }, 'memoryId');
  for (const question of ['Say that once more, please.', 'And again.']) {
    scripted.reply = ({ body: { messages } }) => ({
      tokens: [messages.at(-2)?.content?.includes(canary) ? `As I said, ${canary}.` : 'Nobody knows.'],
    });
    expect(await answered(session, question)).toMatchObject({ answer: `As I said, ${canary}.`, citations: [] });
  }
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('erasing a question with its memory leaves nothing of it in tool calls or interrupted answers', async () => {
  const session = await Session.start(api);
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: ['I do not know.'] }
      : { calls: [{ tool: 'search', input: JSON.stringify({ query: `number ${canary}` }) }] };
  const called = await session.ask(`Is ${canary} my number?`);
  await runner.processAll();
  scripted.reply = () => ({ tokens: [`You ask of ${canary}`, '.'], cutAfter: 1 });
  const cut = await (await session.another()).ask(`Is ${canary} my number, or not?`);
  await runner.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual(['agent_run', 'agent_run_call', 'message']);
  for (const { userMessage } of [called, cut]) {
    const memory = { content: 'To be emptied.', sourceMessageId: userMessage.id };
    const { memory: learnt } = await session.mutate(
      'addMemory',
      { collectionId: session.collectionId, memory },
      'memory { id }',
    );
    await session.mutate('forgetMemory', { id: learnt.id, purge: true, purgeSource: true }, 'memoryId');
  }
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test.each(['remembered by the run', 'made of its message'])(
  'erasing a question during its run, with a memory %s, ends the run and leaves nothing',
  async (by) => {
    const session = await Session.start(api);
    const [called, emptied] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    scripted.reply = async ({ body: { messages } }) => {
      const isFirst = messages.at(-1)?.role !== 'tool';
      const calls = [{ tool: 'remember', input: JSON.stringify({ content: `Their number is ${canary}.` }) }];
      if (isFirst && by === 'remembered by the run') return { calls };
      called.resolve();
      await emptied.promise;
      return { tokens: [`It is ${canary}.`] };
    };
    const { run, userMessage } = await session.ask(`My number is ${canary}.`);
    const done = runner.processAll();
    await called.promise;
    if (by === 'made of its message') {
      const memory = { content: 'To be emptied.', sourceMessageId: userMessage.id };
      await session.mutate('addMemory', { collectionId: session.collectionId, memory }, 'memory { id }');
    }
    const [{ id }] = await session.memories();
    await session.mutate('forgetMemory', { id, purge: true, purgeSource: true }, 'memoryId');
    emptied.resolve();
    await done;
    const ended = { status: 'CANCELLED', question: '', answer: null, error: 'Its question was purged' };
    expect(await session.run(run.id)).toMatchObject(ended);
    expect(await tablesThatHold(pool, canary)).toEqual([]);
  },
);

test('what a collection keeps no longer leaves nothing in the answers that were given by it', async () => {
  const session = await Session.start(api);
  await session.mutate(
    'updateCollection',
    { id: session.collectionId, settings: { retentionDays: 1 } },
    'collection { id }',
  );
  await session.remember(`The code is ${canary}.`);
  scripted.reply = () => ({ tokens: [`It is ${canary} [1].`] });
  expect(await answered(session, 'What is the code?')).toMatchObject({ answer: `It is ${canary} [1].` });
  const { accountId } = session.viewer;
  await sql`update memory set created_at = now() - interval '2 days' where account_id = ${accountId}`.execute(db);
  await purgeOutlived(db, new AbortController().signal, 20, beforePurge);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

/** A message that nothing is remembered of, and how it is emptied. */
async function saidOnly(session: Session) {
  const messages = [{ role: 'USER', content: `My number is ${canary}.` }];
  const input = { conversationId: session.conversationId, messages };
  const { messages: said } = await session.mutate('appendMessages', input, 'messages { id }');
  const memory = { content: 'To be emptied.', sourceMessageId: said[0].id };
  const empty = async () => {
    const { collectionId } = session;
    const { memory: made } = await session.mutate('addMemory', { collectionId, memory }, 'memory { id }');
    await session.mutate('forgetMemory', { id: made.id, purge: true, purgeSource: true }, 'memoryId');
  };
  return { empty };
}

test('erasing an earlier message during a run that is shown it has the run begin anew without it', async () => {
  const session = await Session.start(api);
  const { empty } = await saidOnly(session);
  const [shown, emptied] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const requests: boolean[] = [];
  scripted.reply = async ({ body: { messages } }) => {
    requests.push(JSON.stringify(messages).includes(canary));
    if (requests.length > 1) return { tokens: ['I do not know.'] };
    shown.resolve();
    await emptied.promise;
    return { tokens: [`It is ${canary}.`] };
  };
  const { run } = await session.ask('What is my number?');
  const done = runner.processAll();
  await shown.promise;
  await empty();
  emptied.resolve();
  await done;
  expect(requests).toEqual([true, false]);
  expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 2, answer: 'I do not know.' });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('erasing a message leaves nothing of it in tool calls of later runs in its conversation, and those before as they are', async () => {
  const session = await Session.start(api);
  const search = (query: string) => {
    scripted.reply = ({ body: { messages } }) =>
      messages.at(-1)?.role === 'tool'
        ? { tokens: ['I may not say it.'] }
        : { calls: [{ tool: 'search', input: JSON.stringify({ query }) }] };
  };
  search('xq7before7qx');
  await session.ask('What is there?');
  await runner.processAll();
  const { empty } = await saidOnly(session);
  search(`number ${canary}`);
  await session.ask('What is my number?');
  await runner.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual(['agent_run_call', 'message']);
  await empty();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await tablesThatHold(pool, 'xq7before7qx')).toEqual(['agent_run_call']);
});
