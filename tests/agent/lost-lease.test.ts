import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { endRun } from '../../src/agent/end-run.store.ts';
import { type Answer, succeed } from '../../src/agent/end-run.ts';
import { LeaseLostError } from '../../src/agent/lease-lost.ts';
import { RunDesk } from '../../src/agent/run-desk.ts';
import { noteRecalled } from '../../src/agent/run-memories.store.ts';
import { beatRuns, type ClaimedRun, claimRun, waitingRuns } from '../../src/agent/run-queue.store.ts';
import { useTool } from '../../src/agent/use-tool.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { follow, textOf } from '../support/follow.ts';
import { Session } from '../support/session.ts';
import { eventsOf, readEvents } from '../support/streams.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { model, patient, scripted, server } = await useModelServer();
const { api, runner } = makeAgentApi(db);
const { services } = api;

/** A run that a process claimed and then stopped sending heartbeats for, as after a kill. */
async function abandonedRun(session: Session): Promise<{ claimed: ClaimedRun; id: string }> {
  const { accountId } = session.viewer;
  const { run } = await session.ask('What does Ada drink?');
  const claimed = await claimRun(db, { accountId, id: decodeNodeId('AgentRun', run.id) ?? '' });
  if (!claimed) throw new Error('A run that waits could not be taken up');
  await abandon(session);
  return { claimed, id: run.id };
}

/** A run in progress that has published the first piece of its answer and then stalls. */
async function halfAnswered(by: typeof model) {
  scripted.reply = () => ({ tokens: ['Half', ' of it'], silentAfter: 1 });
  const working = makeAgentApi(db, { languageModels: [by] });
  const session = await Session.start(working.api);
  const { run } = await session.ask('What does Ada drink?');
  const done = working.runner.processAll();
  const id = decodeNodeId('AgentRun', run.id) ?? '';
  await vi.waitFor(() => expect(working.told.get(id) ?? []).toHaveLength(1), 15_000);
  return { ...working, session, run, done };
}

const abandon = ({ viewer: { accountId } }: Session) =>
  sql`update agent_run set lease_until = now() - interval '1 second' where account_id = ${accountId}`.execute(db);

const startOf = async ({ viewer: { accountId } }: Session) =>
  (await sql`select started_at from agent_run where account_id = ${accountId}`.execute(db)).rows;

/** What a process that lost its lease would still do. */
async function finishLate(session: Session, run: ClaimedRun): Promise<void> {
  const conversation = await services.conversations.require(session.viewer, run.conversationId);
  const answer: Answer = {
    text: 'Too late.',
    citations: [],
    cached: false,
    answerCut: null,
    promptTokens: null,
    completionTokens: null,
  };
  await succeed(db, run, conversation, answer);
}

async function rememberLate(session: Session, run: ClaimedRun): Promise<string> {
  const { collectionId } = await services.conversations.require(session.viewer, run.conversationId);
  const collection = await services.collections.require(session.viewer, collectionId);
  const { memories, memoryLifecycle: lifecycle, search, consolidation } = services;
  const { signal } = new AbortController();
  const recollect = async () => ({ memories: [], text: '', toldIds: [], isWhole: true });
  const desk = new RunDesk(
    { db, search, memories, lifecycle, consolidation, recollect, useTool },
    { run, ground: { collection, collectionIds: [collectionId], history: [], opens: true }, signal, said: () => 0 },
  );
  return desk.use('remember', '{"content":"Written too late."}');
}

test('a run whose process died gets a second attempt, and the first can no longer write anything', async () => {
  const session = await Session.start(api);
  await session.remember('Ada drinks green tea.');
  const { claimed, id } = await abandonedRun(session);
  await runner.sweep();
  await runner.processAll();
  const run = await session.run(id);
  expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });

  await expect(finishLate(session, claimed)).rejects.toThrow(LeaseLostError);
  await expect(rememberLate(session, claimed)).rejects.toThrow(LeaseLostError);
  expect(await beatRuns(acrossAccounts(db, 'agent_run'), [{ ...claimed, partial: 'Too late.' }])).toEqual([]);
  expect(await session.run(id)).toEqual(run);
  expect(await session.contents()).toEqual(['Ada drinks green tea.']);
  expect((await session.conversation()).messageCount).toBe(2);
});

test('a run under lease cannot be claimed by others, and its partial answer is kept', async () => {
  const session = await Session.start(api);
  const { claimed, id } = await abandonedRun(session);
  const alive = { ...claimed, partial: 'So far.' };
  expect(await beatRuns(acrossAccounts(db, 'agent_run'), [alive])).toEqual([
    { id: claimed.id, cancelled: false, revoked: false, gone: false, kept: true },
  ]);
  await runner.sweep();
  expect(await claimRun(db, claimed)).toBeNull();
  // The end for a waiting run must not apply to a claimed one.
  expect(await endRun(db, { ...claimed, attempt: null }, { status: 'CANCELLED' })).toBeNull();
  expect(await session.run(id)).toMatchObject({ status: 'RUNNING', attempt: 1, answer: 'So far.' });
  await session.cancel(id);
  expect(await beatRuns(acrossAccounts(db, 'agent_run'), [alive])).toMatchObject([{ cancelled: true }]);
  await abandon(session);
  await runner.sweep();
  expect(await session.run(id)).toMatchObject({ status: 'CANCELLED', answer: 'So far.' });
});

test.each(['conversation', 'collection'] as const)('a heartbeat tells a run that its %s is gone', async (table) => {
  const session = await Session.start(api);
  const { claimed } = await abandonedRun(session);
  const { accountId } = session.viewer;
  await db.updateTable(table).set({ deleted_at: new Date() }).where('account_id', '=', accountId).execute();
  const beats = [{ ...claimed, partial: null }];
  expect(await beatRuns(acrossAccounts(db, 'agent_run'), beats)).toMatchObject([{ gone: true }]);
});

test('a run whose process dies twice fails and publishes its end', async () => {
  const session = await Session.start(api);
  const { claimed, id } = await abandonedRun(session);
  await runner.sweep();
  const { accountId } = session.viewer;
  const began = await startOf(session);
  expect(await claimRun(db, { accountId, id: claimed.id })).toMatchObject({ attempt: 2 });
  expect(await startOf(session)).toEqual(began);
  // The holder of the first attempt can no longer affect the second.
  expect(await beatRuns(acrossAccounts(db, 'agent_run'), [{ ...claimed, partial: 'Too late.' }])).toEqual([]);
  await expect(finishLate(session, claimed)).rejects.toThrow(LeaseLostError);
  await expect(rememberLate(session, claimed)).rejects.toThrow(LeaseLostError);
  await abandon(session);
  await runner.sweep();
  expect(await session.run(id)).toMatchObject({ status: 'FAILED', error: expect.stringContaining('died'), attempt: 2 });
  expect(await readEvents(db, { accountId, kind: 'agent_run', streamId: claimed.id }, 0, 9)).toMatchObject([
    { type: 'AgentRunQueued', data: null },
    { type: 'AgentRunQueued', data: { attempt: 1 } },
    { type: 'AgentRunFinished' },
  ]);
  expect((await session.conversation()).activeRun).toBeNull();
});

test('a process does not mistake its own runs for abandoned ones after an outage of the database', async () => {
  const { runner: working, session, run, done } = await halfAnswered(patient);
  await abandon(session);
  await working.sweep();
  expect(await session.run(run.id)).toMatchObject({ status: 'RUNNING', attempt: 1 });
  await session.cancel(run.id);
  await done;
});

const runEvents = `subscription ($id: ID!, $after: String) { agentRunEvents(runId: $id, after: $after) {
  __typename ... on StreamEvent { cursor } ... on AgentTokens { attempt text offset }
  ... on AgentRunFinished { run { answer } } } }`;

test('subscribers of a process that was frozen while another took its run over get the whole text of the other attempt', async () => {
  const { api: frozen, runner: thawed, session, run, done } = await halfAnswered(patient);
  // As if no heartbeat had told it yet.
  vi.spyOn(thawed, 'liveText').mockReturnValue({ attempt: 1, text: 'Half' });
  onTestFinished(() => void vi.restoreAllMocks());
  const following = await follow(frozen, session.viewer, runEvents, { id: run.id });
  const half = { __typename: 'AgentTokens', attempt: 1, text: 'Half' };
  const begun = await following.take(3);
  expect(begun).toMatchObject([{ __typename: 'StreamOpened' }, { __typename: 'AgentRunStarted' }, half]);
  await abandon(session);
  await runner.sweep();
  scripted.reply = () => ({ tokens: ['All', ' of it.'] });
  await makeAgentApi(db, { languageModels: [model] }).runner.processAll();
  const late = await follow(frozen, session.viewer, runEvents, { id: run.id });
  const returning = await follow(frozen, session.viewer, runEvents, { id: run.id, after: begun.at(-1).cursor });
  for (const one of [following, late, returning]) {
    const told = await one.rest();
    expect(told.at(-1)).toMatchObject({ __typename: 'AgentRunFinished', run: { answer: 'All of it.' } });
    expect(textOf(told)).toBe('All of it.');
  }
  await done;
});

test('a stopping server requeues its runs, without counting that as a failure', async () => {
  const { runner: stopping, session, run, done } = await halfAnswered(model);
  await stopping[Symbol.asyncDispose]();
  await done;
  expect(await session.run(run.id)).toMatchObject({ status: 'QUEUED', attempt: 1, answer: null });
  scripted.reply = () => ({ tokens: ['All.'] });
  await makeAgentApi(db, { languageModels: [model] }).runner.processAll();
  expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 2, answer: 'All.' });
});

test('waiting runs are taken in turn by account', async () => {
  const [busy, calm] = [makeViewer(), makeViewer()];
  const first = await Session.start(api, busy);
  await first.ask('One?');
  for (const question of ['Two?', 'Three?']) await (await first.another()).ask(question);
  await (await Session.start(api, calm)).ask('Mine?');
  const turns = async () =>
    (await waitingRuns(db, 10)).map(({ accountId }) => (accountId === busy.accountId ? 'busy' : 'calm'));
  expect(await turns()).toEqual(['busy', 'calm', 'busy', 'busy']);
  const [next] = await waitingRuns(db, 1);
  if (next) await claimRun(db, next);
  // One of them is already running.
  expect(await turns()).toEqual(['calm', 'busy', 'busy']);
  await runner.processAll();
});

test('a purge restarts a running run, and publishes nothing for one that is already queued', async () => {
  const session = await Session.start(api);
  const [one, other] = await session.remember('Ada drinks tea.', 'Ada drinks water.');
  const { run } = await session.ask('What does Ada drink?');
  const key = { accountId: session.viewer.accountId, id: decodeNodeId('AgentRun', run.id) ?? '' };
  await claimRun(db, key);
  const ids = [one, other].map((id = '') => decodeNodeId('Memory', id) ?? '');
  await noteRecalled(db, key, ids);
  for (const id of [one, other]) await session.mutate('forgetMemory', { id, purge: true }, 'memoryId');
  expect(await session.run(run.id)).toMatchObject({ status: 'QUEUED' });
  // The first event is from the question.
  const { accountId, id: streamId } = key;
  expect(await readEvents(db, { accountId, kind: 'agent_run', streamId }, 0, 9)).toMatchObject([
    { type: 'AgentRunQueued', data: null },
    { type: 'AgentRunQueued', data: { attempt: 1 } },
  ]);
});

test('a purge ends a cancelled run instead of restarting it', async () => {
  const session = await Session.start(api);
  const [tea = ''] = await session.remember('Ada drinks tea.');
  const { run } = await session.ask('What does Ada drink?');
  const key = { accountId: session.viewer.accountId, id: decodeNodeId('AgentRun', run.id) ?? '' };
  await claimRun(db, key);
  await noteRecalled(db, key, [decodeNodeId('Memory', tea) ?? '']);
  // Its process has not noticed the cancellation yet.
  expect(await session.cancel(run.id)).toMatchObject({ run: { status: 'RUNNING' } });
  await session.mutate('forgetMemory', { id: tea, purge: true }, 'memoryId');
  await runner.processAll();
  expect(await session.run(run.id)).toMatchObject({ status: 'CANCELLED', attempt: 1, error: 'It was cancelled' });
  expect((await eventsOf(db, key.accountId, key.id)).at(-1)).toMatchObject({ type: 'AgentRunFinished' });
});

test('the process of a restarted run claims it again as soon as it learns of the purge, without waiting for its next poll', async () => {
  const looks = globalThis.setInterval;
  const pollMs = 2_000;
  vi.spyOn(globalThis, 'setInterval').mockImplementation((...[work, ms]) => looks(work, ms === pollMs ? 600_000 : ms));
  onTestFinished(() => void vi.restoreAllMocks());
  const working = makeAgentApi(db, { languageModels: [model] });
  working.runner.start();
  const from = server.calls.length;
  scripted.reply = ({ index }) =>
    index === from ? { tokens: ['Tea', '.'], silentAfter: 1 } : { tokens: ['Nobody knows.'] };
  const session = await Session.start(working.api);
  const [tea = ''] = await session.remember('Ada drinks tea.');
  const { run } = await session.ask('What does Ada drink?');
  const key = { accountId: session.viewer.accountId, id: decodeNodeId('AgentRun', run.id) ?? '' };
  await vi.waitFor(() => expect(working.told.get(key.id) ?? []).toHaveLength(1), 15_000);
  await noteRecalled(db, key, [decodeNodeId('Memory', tea) ?? '']);
  await session.mutate('forgetMemory', { id: tea, purge: true }, 'memoryId');
  const ended = { status: 'SUCCEEDED', attempt: 2, answer: 'Nobody knows.' };
  await vi.waitFor(async () => expect(await session.run(run.id)).toMatchObject(ended), 10_000);
  await working.runner[Symbol.asyncDispose]();
});

test('the process learns of a purge at once, not with its next heartbeat, and publishes nothing more of what was purged', async () => {
  vi.spyOn(globalThis, 'setInterval').mockImplementation((work) => setTimeout(work, 600_000));
  onTestFinished(() => void vi.restoreAllMocks());
  const working = makeAgentApi(db, { languageModels: [patient] });
  onTestFinished(() => working.runner[Symbol.asyncDispose]());
  working.runner.start();
  const from = server.calls.length;
  scripted.reply = ({ index }) =>
    index === from ? { tokens: ['Tea', '.'], silentAfter: 1 } : { tokens: ['Nobody knows.'] };
  const session = await Session.start(working.api);
  const [tea = ''] = await session.remember('Ada drinks tea.');
  const { run } = await session.ask('What does Ada drink?');
  const id = decodeNodeId('AgentRun', run.id) ?? '';
  const textNow = async () => (await working.api.services.agentRuns.textOf(session.viewer, id))?.text;
  await vi.waitFor(async () => expect(await textNow()).toBe('Tea'), 15_000);
  await session.mutate('forgetMemory', { id: tea, purge: true }, 'memoryId');
  await vi.waitFor(async () => expect(await textNow()).toBe('Nobody knows.'), 10_000);
});
