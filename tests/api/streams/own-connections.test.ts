import { pino } from 'pino';
import { afterAll, expect, test, vi } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { ErrorMask } from '../../../src/app/error-mask.ts';
import { useLiveSubscriptions } from '../../../src/app/plugins/use-live-subscriptions.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import type { SharedSubscriptions } from '../../../src/graphql/shared-subscriptions.ts';
import { OperationTurns } from '../../../src/platform/turns/operation-turns.ts';
import { currentRequester, workOf } from '../../../src/platform/turns/requester.ts';
import { makeAgentApi, useModelServer } from '../../support/agents.ts';
import { useDatabase } from '../../support/database.ts';
import { type Following, follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { liveSubscriptions } from '../../support/live-subscriptions.ts';
import { Session } from '../../support/session.ts';

const database = useDatabase();
const { model, scripted } = await useModelServer();
const { api, runner } = makeAgentApi(database.db, { languageModels: [model], jobs: useJobs(database) });
const { streams } = api.services;
afterAll(() => streams[Symbol.asyncDispose]());

/** The requesters for whom connections were taken during the work (an account, many at once, or nobody), and its result. */
async function takenBy<T>(work: () => Promise<T>): Promise<readonly [taken: readonly string[], result: T]> {
  const taken = new Set<string>();
  const { connect } = database.pool;
  const spy = vi.spyOn(database.pool, 'connect').mockImplementation(() => {
    const requester = currentRequester();
    const name = requester?.forMany ? 'many' : requester?.accountId || 'nobody';
    taken.add(requester?.gone ? `${name}, while it waits` : name);
    return connect();
  });
  try {
    const result = await work();
    return [[...taken].sort(), result];
  } finally {
    spy.mockRestore();
  }
}

type Subscribe = SharedSubscriptions['subscribe'];

/** Subscriptions as a server runs them: pulled by a transport, which is no requester. */
const subscriptions: { subscribe: Subscribe } = {
  async subscribe(args) {
    const turns = new OperationTurns();
    const mask = new ErrorMask(pino({ level: 'silent' }));
    const { onSubscribe } = useLiveSubscriptions({ live: liveSubscriptions(), mask, turns });
    const run = Promise.withResolvers<Subscribe>();
    Reflect.apply(onSubscribe ?? (() => {}), undefined, [{ args, setSubscribeFn: run.resolve }]);
    return await (await run.promise)(args);
  },
};

const subscribe = (viewer: Viewer, source: string, variables: Record<string, unknown>) =>
  follow({ subscriptions, contextOf: api.contextOf }, viewer, source, variables);

/** Reads events until one of this type arrives. */
async function until(typeName: string, following: Following): Promise<void> {
  for (let event = await following.next(); event?.__typename !== typeName; event = await following.next())
    if (event === null) throw new Error(`${typeName} never came`);
}

/** Wakes the followers of a stream as another process does. */
const wake = (kind: 'collection' | 'agent_run', { accountId }: Viewer, type: string, id: string) =>
  streams.wake([{ accountId, kind, streamId: decodeNodeId(type, id) ?? '' }]);

test('events of a collection are read on connections of the account that follows it', async () => {
  const session = await Session.start(api);
  const { viewer, collectionId } = session;
  const source = `subscription ($id: ID!) { collectionEvents(collectionId: $id) { __typename
    ... on MemoryAdded { memory { content collection { name } } } ... on ConversationAdded { conversation { id } } } }`;
  const [opened, following] = await takenBy(async () => {
    const opening = await subscribe(viewer, source, { id: collectionId });
    await until('StreamOpened', opening);
    return opening;
  });
  await session.remember('Anna lives in Oslo.');
  await session.another();
  const [told] = await takenBy(async () => {
    wake('collection', viewer, 'Collection', collectionId);
    await until('MemoryAdded', following);
    await until('ConversationAdded', following);
    await streams.poll();
  });
  expect([opened, told]).toEqual([
    [viewer.accountId, 'many'],
    [viewer.accountId, 'many'],
  ]);
});

test('events of an agent run are read on connections of the account that follows it', async () => {
  const session = await Session.start(api);
  const { viewer } = session;
  scripted.reply = () => ({ tokens: ['In ', 'Oslo.'] });
  const { run } = await session.ask('Where does Anna live?');
  const source = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
    ... on AgentRunStarted { run { id } } ... on AgentTokens { text } ... on AgentRunFinished { run { answer } } } }`;
  const [taken] = await takenBy(async () => {
    const following = await subscribe(viewer, source, { id: run.id });
    await until('StreamOpened', following);
    wake('agent_run', viewer, 'AgentRun', run.id);
    await workOf('a runner', () => runner.processAll());
    await until('AgentRunFinished', following);
  });
  // The runner looks for queued runs of all accounts.
  expect(taken).toEqual(['a runner', viewer.accountId, 'many']);
});

test('snapshots of a search subscription are read on connections of the account that follows it', async () => {
  const session = await Session.start(api);
  const { viewer, collectionId } = session;
  const source = `subscription ($input: SearchInput!) { searchEvents(input: $input) { __typename results { edges { node { content } } } } }`;
  const input = { query: 'Where does Anna live?', collectionIds: [collectionId] };
  const following = await subscribe(viewer, source, { input });
  await until('SearchSnapshot', following);
  await session.remember('Anna lives in Oslo.');
  const [taken] = await takenBy(() => until('SearchSnapshot', following));
  expect(taken).toEqual([viewer.accountId, 'many']);
});
