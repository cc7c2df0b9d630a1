import { expect, test } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import { beatRuns, claimRun } from '../../src/agent/run-queue.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { model, scripted, server } = await useModelServer();
const { api, runner, answered } = makeAgentApi(db, { languageModels: [model] });

const revoked = { error: 'The API key that it was asked with was revoked', errorCode: 'API_KEY_REVOKED' };

/** A conversation of a program with an API key, and what revokes the key. */
async function startWithKey() {
  const creator = makeViewer({ scopes: new Set(['read', 'write']) });
  const { apiKey } = await api.services.apiKeys.create(creator, { name: 'program', scopes: ['write'] });
  const viewer: Viewer = { ...creator, actorKind: 'API_KEY', apiKeyId: apiKey.id };
  const session = await Session.start(api, viewer);
  return { session, revoke: () => api.services.apiKeys.revoke(creator, apiKey.id) };
}

test('a run that waits when the API key it was asked with is revoked is cancelled, and no model hears of it', async () => {
  const { session, revoke } = await startWithKey();
  const { run } = await session.ask('What?');
  await revoke();
  const calls = server.calls.length;
  await runner.processAll();
  expect(await session.run(run.id)).toMatchObject({ status: 'CANCELLED', ...revoked, answer: null });
  expect(server.calls.length).toBe(calls);
});

test('a run at work learns with its next heartbeat that its API key was revoked', async () => {
  const { session, revoke } = await startWithKey();
  const { run } = await session.ask('What?');
  const { accountId } = session.viewer;
  const claimed = await claimRun(db, { accountId, id: decodeNodeId('AgentRun', run.id) ?? '' });
  if (!claimed) throw new Error('The run that was asked for does not wait');
  const beat = () => beatRuns(acrossAccounts(db, 'agent_run'), [{ ...claimed, partial: null }]);
  expect(await beat()).toMatchObject([{ cancelled: false, revoked: false }]);
  await revoke();
  expect(await beat()).toMatchObject([{ cancelled: false, revoked: true }]);
});

test('a run whose API key is revoked while the model speaks is cancelled, and says so', async () => {
  const { session, revoke } = await startWithKey();
  scripted.reply = async () => {
    await revoke();
    return { tokens: ['Well, ', 'then'], silentAfter: 1 };
  };
  expect(await answered(session, 'What?')).toMatchObject({ status: 'CANCELLED', ...revoked });
});

test('an agent writes no memory once the API key that its run was asked with is revoked', async () => {
  const { session, revoke } = await startWithKey();
  scripted.reply = async ({ body: { messages } }) => {
    if (messages.at(-1)?.role === 'tool') return { tokens: ['Done.'] };
    await revoke();
    return { calls: [{ tool: 'remember', input: JSON.stringify({ content: 'Anna lives in Lisbon' }) }] };
  };
  const { run } = await session.ask('I am Anna and live in Lisbon');
  await runner.processAll();
  expect(await session.contents()).toEqual([]);
  expect((await session.run(run.id)).status).not.toBe('SUCCEEDED');
});
