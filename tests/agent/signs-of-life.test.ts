import { type PostgresPool, sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, inject, test, vi } from 'vitest';
import { Pulse } from '../../src/agent/pulse.ts';
import { beatRuns, claimRun } from '../../src/agent/run-queue.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { AccountGuard, acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { currentRequester, type Requester, workFor } from '../../src/platform/turns/requester.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { follow, textOf } from '../support/follow.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Session } from '../support/session.ts';
import { makeViewer } from '../support/viewer.ts';

const { db, pool } = useDatabase();
const { patient, scripted, server } = await useModelServer();
/** Two processes on one database: one executes runs, the other sees them only through the database. */
const working = makeAgentApi(db, { languageModels: [patient] });
const other = makeAgentApi(db, { languageModels: [patient] });
afterAll(() => other.api.services.streams[Symbol.asyncDispose]());

const events = `subscription ($id: ID!) { agentRunEvents(runId: $id) { __typename
  ... on AgentTokens { attempt text offset } ... on AgentRunFinished { run { status answer } } } }`;

/** A run whose model says one word and then stalls for longer than any test lasts. */
async function startRun({ api } = other) {
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const session = await Session.start(api);
  const { run } = await session.ask('What?');
  const done = working.runner.processAll();
  await vi.waitFor(async () => expect(await session.run(run.id)).toMatchObject({ answer: 'One.' }), 15_000);
  return { session, id: run.id, done };
}

test('heartbeats extend the lease of a run while its model answers', async () => {
  const { session, id, done } = await startRun();
  const { accountId } = session.viewer;
  const leaseOf = () =>
    db
      .selectFrom('agent_run')
      .select(['lease_until', 'attempt', 'status'])
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow();
  const kept = await leaseOf();
  await vi.waitFor(async () => expect((await leaseOf()).lease_until?.getTime()).not.toBe(kept.lease_until?.getTime()), {
    timeout: 15_000,
  });
  expect(await leaseOf()).toMatchObject({ status: 'RUNNING', attempt: 1 });
  await session.cancel(id);
  await done;
});

test('a run can be cancelled from another process, which aborts the model call', async () => {
  const broken = server.brokenOff;
  const { session, id, done } = await startRun();
  expect(await session.cancel(id)).toMatchObject({ run: { status: 'RUNNING' } });
  await done;
  expect(await session.run(id)).toMatchObject({
    status: 'CANCELLED',
    attempt: 1,
    answer: 'One.',
    error: 'It was cancelled',
  });
  await server.untilBrokenOff(broken + 1);
});

test.skipIf(inject('engine') === 'embedded')(
  'whoever cancels a run in the process that works on it gets it as ended, however long that takes',
  async () => {
    const { session, id, done } = await startRun(working);
    const { accountId } = session.viewer;
    let cancelling: ReturnType<Session['cancel']> | undefined;
    await db.transaction().execute(async (transaction) => {
      await sql`select from stream where account_id = ${accountId} for update`.execute(transaction);
      cancelling = session.cancel(id);
      await someoneWaitsFor(transaction);
    });
    // A client's cache may write this after the last event: RUNNING would stay for good.
    expect(await cancelling).toMatchObject({ run: { status: 'CANCELLED', answer: 'One.' } });
    await done;
  },
);

test('subscribers in another process receive the answer as it grows', async () => {
  const { session, id, done } = await startRun();
  const following = await follow(other.api, session.viewer, events, { id });
  expect((await following.take(3)).at(-1)).toMatchObject({ __typename: 'AgentTokens', text: 'One.', offset: 0 });
  await session.cancel(id);
  expect(await following.take(2)).toMatchObject([{ run: { status: 'CANCELLED', answer: 'One.' } }, null]);
  await done;
});

test('an answer followed in another process arrives complete, with no piece lost or repeated', async () => {
  const tokens = Array.from({ length: 40 }, (_, n) => `word${n} `);
  scripted.reply = () => ({ tokens, everyMs: 50 });
  const session = await Session.start(other.api);
  const { run } = await session.ask('What?');
  const following = await follow(other.api, session.viewer, events, { id: run.id });
  const done = working.runner.processAll();
  const told = await following.rest();
  expect(textOf(told)).toBe(tokens.join(''));
  expect(told.filter(({ attempt = 1 }) => attempt !== 1)).toEqual([]);
  await done;
});

/** A claimed run with a first word to be saved. */
async function claimedRun() {
  const session = await Session.start(other.api);
  const { accountId } = session.viewer;
  const { run } = await session.ask('What?');
  const id = decodeNodeId('AgentRun', run.id) ?? '';
  await claimRun(db, { accountId, id });
  return { accountId, id, attempt: 1, partial: 'One.' };
}

test.skipIf(inject('engine') === 'embedded')(
  'a locked run row does not block the heartbeats of other runs',
  async () => {
    const [held, free] = [await claimedRun(), await claimedRun()];
    const beat = async () => {
      const answers = await beatRuns(acrossAccounts(db, 'agent_run'), [held, free]);
      return Object.fromEntries(answers.map(({ id, kept }) => [id, kept]));
    };
    const partialOf = async ({ accountId }: typeof held) => {
      const of = db.selectFrom('agent_run').select('partial').where('account_id', '=', accountId);
      return (await of.executeTakeFirstOrThrow()).partial;
    };
    await db.transaction().execute(async (transaction) => {
      await sql`select from agent_run where account_id = ${held.accountId} for update`.execute(transaction);
      expect(await beat()).toEqual({ [held.id]: false, [free.id]: true });
    });
    expect([await partialOf(held), await partialOf(free)]).toEqual([null, 'One.']);
    expect(await beat()).toEqual({ [held.id]: true, [free.id]: true });
    expect(await partialOf(held)).toBe('One.');
  },
);

test.skipIf(inject('engine') === 'embedded')(
  'a run keeps its lease while its answer waits for a locked conversation',
  async () => {
    scripted.reply = () => ({ tokens: ['All.'] });
    const session = await Session.start(other.api);
    const { accountId } = session.viewer;
    const { run } = await session.ask('What?');
    const of = db.selectFrom('agent_run').select('lease_until').where('account_id', '=', accountId);
    const leaseOf = async () => (await of.executeTakeFirstOrThrow()).lease_until?.getTime();
    let done = Promise.resolve();
    await db.transaction().execute(async (transaction) => {
      await sql`select from conversation where account_id = ${accountId} for no key update`.execute(transaction);
      done = working.runner.processAll();
      await someoneWaitsFor(transaction);
      const held = await leaseOf();
      await vi.waitFor(async () => expect(await leaseOf()).not.toBe(held), { timeout: 5_000 });
    });
    await done;
    expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 1, answer: 'All.' });
  },
);

test('no heartbeat starts while another is pending', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const busy = Promise.withResolvers<void>();
    let asked = 0;
    const slow: PostgresPool = {
      connect: async () => {
        asked += 1;
        await busy.promise;
        return pool.connect();
      },
      end: async () => {},
      options: pool.options,
    };
    await using pulse = new Pulse(connectKysely(slow).withPlugin(new AccountGuard()), pino({ level: 'silent' }));
    const { accountId } = makeViewer();
    const run = { accountId, id: newId(), attempt: 1 };
    using _kept = pulse.keep({ run, text: '', isEnding: false, stop: () => {} });
    for (let n = 0; n < 20; n += 1) await vi.advanceTimersByTimeAsync(500);
    busy.resolve();
    await pulse[Symbol.asyncDispose]();
    expect(asked).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('heartbeats take a connection ahead of requests of single accounts', async () => {
  const asked = Promise.withResolvers<Requester | undefined>();
  const { accountId } = makeViewer();
  const noting: PostgresPool = {
    connect: () => {
      asked.resolve(currentRequester());
      return pool.connect();
    },
    end: async () => {},
    options: pool.options,
  };
  await using pulse = new Pulse(connectKysely(noting).withPlugin(new AccountGuard()), pino({ level: 'silent' }));
  const run = { accountId, id: newId(), attempt: 1 };
  const work = { run, text: '', isEnding: false, stop: () => {} };
  using _kept = workFor({ accountId, gone: null }, () => pulse.keep(work));
  expect(await asked.promise).toMatchObject({ forMany: true, gone: null });
});
