import { sql } from 'kysely';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { beatRuns, claimRun } from '../../src/agent/run-queue.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import type { ModelReply } from '../support/model-server.ts';
import { Session } from '../support/session.ts';
import { eventsOf } from '../support/streams.ts';

const { db } = useDatabase();
const { patient, scripted } = await useModelServer();
/** Two processes on one database. */
const working = makeAgentApi(db, { languageModels: [patient] });
const other = makeAgentApi(db, { languageModels: [patient] });

const keyOf = ({ viewer: { accountId } }: Session, id: string) => ({
  accountId,
  id: decodeNodeId('AgentRun', id) ?? '',
});

test.runIf(inject('poolSize') > 1)(
  'a run whose heartbeat was late is not taken from its process once that has come',
  async () => {
    const session = await Session.start(other.api);
    const { run } = await session.ask('What?');
    const claimed = await claimRun(db, keyOf(session, run.id));
    if (!claimed) throw new Error('A run that waits could not be taken up');
    const { accountId } = claimed;
    await sql`update agent_run set lease_until = now() - interval '1 second' where account_id = ${accountId}`.execute(
      db,
    );
    const { sweeping } = await db.transaction().execute(async (transaction) => {
      const everywhere = acrossAccounts(transaction, 'agent_run');
      await sql`select from agent_run where account_id = ${accountId} for update`.execute(transaction);
      const sweeping = other.runner.sweep();
      await someoneWaitsFor(transaction);
      expect(await beatRuns(everywhere, [{ ...claimed, partial: 'So far.' }])).toMatchObject([{ kept: true }]);
      return { sweeping };
    });
    await sweeping;
    expect(await session.run(run.id)).toMatchObject({ status: 'RUNNING', attempt: 1, answer: 'So far.' });
    await session.cancel(run.id);
  },
);

/**
 * Answers a question, whose run is cancelled by the other process before the model says `reply`, with no heartbeat in between. Returns the
 * run as it ended.
 */
async function cancelledBefore(reply: ModelReply) {
  vi.spyOn(globalThis, 'setInterval').mockImplementation((work) => setTimeout(work, 600_000));
  onTestFinished(() => void vi.restoreAllMocks());
  const session = await Session.start(other.api);
  const { run } = await session.ask('What?');
  scripted.reply = async () => {
    expect(await session.cancel(run.id)).toMatchObject({ run: { status: 'RUNNING' } });
    return reply;
  };
  await working.runner.processAll();
  const { accountId, id } = keyOf(session, run.id);
  expect((await eventsOf(db, accountId, id)).at(-1)).toMatchObject({ type: 'AgentRunFinished' });
  return { session, ended: await session.run(run.id) };
}

const cancelled = { status: 'CANCELLED', error: 'It was cancelled', attempt: 1, answerMessage: null };

test('a run that another process cancels when its answer is nearly complete does not succeed any more', async () => {
  const { session, ended } = await cancelledBefore({ tokens: ['All', ' of it.'] });
  expect(ended).toMatchObject({ ...cancelled, answer: 'All of it.' });
  expect((await session.conversation()).messageCount).toBe(1);
});

test('a run that another process has cancelled remembers nothing more', async () => {
  const input = '{"content":"Ada drinks green tea.","kind":"FACT"}';
  const { session, ended } = await cancelledBefore({ calls: [{ tool: 'remember', input }] });
  expect(ended).toMatchObject(cancelled);
  expect(await session.contents()).toEqual([]);
});
