import { expect, test } from 'vitest';
import { noteRecalled } from '../../src/agent/run-memories.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import type { ModelCall, ModelReply } from '../support/model-server.ts';
import { Session } from '../support/session.ts';
import { tablesThatHold } from '../support/traces.ts';

const database = useDatabase();
const { db, pool } = database;
const jobs = useJobs(database);
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(db, { languageModels: [model], jobs });

const canary = 'xq7canary7qx';

/** A conversation that reads a collection beside its own, which tells the canary once in a memory learnt in a conversation. */
async function besideShared() {
  const session = await Session.start(api);
  const { collection } = await session.mutate('createCollection', { name: 'Shared' }, 'collection { id }');
  const shared = await Session.start(api, session.viewer, collection.id);
  await shared.says(`The code is ${canary}.`, 'USER');
  const ask = (question: string) => session.ask(question, { collectionIds: [shared.collectionId] });
  return { session, shared, ask };
}

const tells = ({ body: { messages } }: ModelCall) => JSON.stringify(messages).includes(canary);

const removals = {
  deleteCollection: (shared: Session) =>
    shared.mutate('deleteCollection', { id: shared.collectionId }, 'deletedMemoryCount'),
  deleteConversation: (shared: Session) =>
    shared.mutate('deleteConversation', { id: shared.conversationId }, 'deletedMemoryCount'),
} as const;
const ways = Object.entries(removals);

test.each(ways)('a run that was told of what %s removes begins anew without it', async (_, remove) => {
  const { session, shared, ask } = await besideShared();
  const [told, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const requests: boolean[] = [];
  scripted.reply = async (call): Promise<ModelReply> => {
    requests.push(tells(call));
    if (requests.length > 1) return { tokens: ['Nobody knows.'] };
    told.resolve();
    await gone.promise;
    return { tokens: [`It is ${canary} [1].`] };
  };
  const { run } = await ask('What is the code?');
  const done = runner.processAll();
  await told.promise;
  await remove(shared);
  gone.resolve();
  await done;
  expect(requests).toEqual([true, false]);
  expect(await session.run(run.id)).toMatchObject({ attempt: 2, answer: 'Nobody knows.', citations: [] });
  await jobs.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test.each(ways)('%s leaves nothing of a memory in tool calls of conversations elsewhere', async (_, remove) => {
  const { session, shared, ask } = await besideShared();
  scripted.reply = ({ body: { messages } }) =>
    messages.at(-1)?.role === 'tool'
      ? { tokens: ['I may not say it [1].'] }
      : { calls: [{ tool: 'search', input: JSON.stringify({ query: `Is the code ${canary}?` }) }] };
  const { run } = await ask('What is the code?');
  await runner.processAll();
  expect(await tablesThatHold(pool, canary)).toContain('agent_run_call');
  expect(await session.run(run.id)).toMatchObject({ citations: [{ quote: `The code is ${canary}.` }] });
  await remove(shared);
  expect(await session.run(run.id)).toMatchObject({ citations: [{ quote: null, memory: null }] });
  await jobs.processAll();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a run that is given something just when that is deleted gets nothing of it, or begins anew when that is erased', async () => {
  const { session, shared } = await besideShared();
  const [{ id }] = await shared.memories();
  const memoryId = decodeNodeId('Memory', id) ?? '';
  const [asked, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  scripted.reply = async () => {
    asked.resolve();
    await gone.promise;
    return { tokens: ['Nobody knows.'] };
  };
  const { run } = await session.ask('How are you?');
  const key = { accountId: session.viewer.accountId, id: decodeNodeId('AgentRun', run.id) ?? '' };
  const done = runner.processAll();
  await asked.promise;
  await removals.deleteCollection(shared);
  expect(await noteRecalled(db, key, [memoryId])).toEqual(new Set());
  expect(await session.run(run.id)).toMatchObject({ status: 'RUNNING' });
  // As by a statement that began before the deletion.
  const row = { account_id: key.accountId, run_id: key.id, memory_id: memoryId };
  await db.insertInto('agent_run_memory').values(row).execute();
  await jobs.processAll();
  gone.resolve();
  await done;
  expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
});
