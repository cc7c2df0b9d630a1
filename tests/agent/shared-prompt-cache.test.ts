import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { connectRedis } from '../../src/platform/redis/connect-redis.ts';
import { GuardedRedis } from '../../src/platform/redis/guarded-redis.ts';
import { redisTier } from '../../src/platform/redis/redis-tier.ts';
import { type AgentApi, makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const log = pino({ level: 'silent' });
const cleanUp = new AsyncDisposableStack();
let redis: OwnRedis;
let instances: readonly [AgentApi, AgentApi];

beforeAll(async () => {
  redis = await startOwnRedis();
  instances = [await startInstance(), await startInstance()];
});
afterAll(async () => {
  await cleanUp.disposeAsync();
  await redis.stop();
});
beforeEach(() => {
  scripted.reply = () => ({ tokens: ['Green tea [1].'] });
});

/** The API of one process on the shared database, with its own cache and its own Redis connection. */
async function startInstance(): Promise<AgentApi> {
  const connection = await connectRedis({ url: redis.url, prefix: '' }, log);
  cleanUp.defer(() => connection.disconnect());
  await vi.waitUntil(() => connection.status === 'ready', { interval: 5, timeout: 10_000 });
  // A generous deadline, since the test machine may be busy.
  const guarded = new GuardedRedis(connection, log, 2_000);
  return makeAgentApi(db, { languageModels: [model], shared: redisTier(guarded, 'prompt') });
}

/** Asks one of the instances in a new conversation and runs the agent; `calls` counts the model calls for it. */
async function ask(instance: 0 | 1, { viewer, collectionId }: Session, question: string) {
  const { api, runner } = instances[instance];
  const before = server.calls.length;
  const session = await Session.start(api, viewer, collectionId);
  const { run } = await session.ask(question);
  await runner.processAll();
  return { ...(await session.run(run.id)), calls: server.calls.length - before };
}

const start = () => Session.start(instances[0].api);
const question = 'What does Ada love?';
const cached = { cached: true, calls: 0 };
const anew = { cached: false, calls: 1 };

test('an answer of one instance is reused by another, with its citations and without a model call', async () => {
  const session = await start();
  await session.remember('Ada loves green tea.');
  const first = await ask(0, session, question);
  const again = await ask(1, session, question);
  expect(first).toMatchObject({ status: 'SUCCEEDED', ...anew });
  expect(again).toMatchObject({ status: 'SUCCEEDED', answer: first.answer, citations: first.citations, ...cached });
});

test('a memory change on either instance invalidates the answer on both', async () => {
  const session = await start();
  await session.remember('Ada loves green tea.');
  await ask(0, session, question);
  expect(await ask(1, session, question)).toMatchObject(cached);
  const beside = await Session.start(instances[1].api, session.viewer, session.collectionId);
  await beside.remember('Ada loves black tea, too.');
  expect(await ask(0, session, question)).toMatchObject(anew);
  expect(await ask(1, session, question)).toMatchObject(cached);
});

test('what one instance purges is not answered from the cache of another', async () => {
  const session = await start();
  const [id] = await session.remember('The code is xq7canary7qx.');
  scripted.reply = () => ({ tokens: ['The code is xq7canary7qx [1].'] });
  await ask(0, session, question);
  expect(await ask(1, session, question)).toMatchObject({ answer: 'The code is xq7canary7qx [1].', ...cached });
  await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  scripted.reply = () => ({ tokens: ['I do not know.'] });
  expect(await ask(1, session, question)).toMatchObject({ answer: 'I do not know.', ...anew });
});

test('the answer of a run that wrote a memory is reused by no instance, even with the same grounds', async () => {
  const session = await start();
  const [memoryId] = await session.remember('Rex barks.');
  const { id } = await ask(0, session, question);
  const runId = decodeNodeId('AgentRun', id) ?? '';
  const written = decodeNodeId('Memory', memoryId ?? '') ?? '';
  const call = { account_id: session.viewer.accountId, run_id: runId, id: newId(), input: null };
  await db
    .insertInto('agent_run_call')
    .values({ ...call, tool: 'search', memory_ids: [written] })
    .execute();
  expect(await ask(1, session, question)).toMatchObject(cached);
  await db
    .insertInto('agent_run_call')
    .values({ ...call, id: newId(), tool: 'remember', memory_ids: [written] })
    .execute();
  expect(await ask(1, session, question)).toMatchObject(anew);
  expect(await ask(1, session, question)).toMatchObject(cached);
});

test('a failed run is not cached, so a later successful one is', async () => {
  const session = await start();
  scripted.reply = () => ({ status: 400 });
  expect(await ask(0, session, question)).toMatchObject({ status: 'FAILED' });
  scripted.reply = () => ({ tokens: ['Nothing.'] });
  expect(await ask(1, session, question)).toMatchObject({ status: 'SUCCEEDED', ...anew });
  expect(await ask(1, session, question)).toMatchObject(cached);
});

test('answers are not reused across accounts', async () => {
  const [mine, theirs] = [await start(), await start()];
  await ask(0, mine, question);
  expect(await ask(1, theirs, question)).toMatchObject(anew);
});
