import { expect, test, vi } from 'vitest';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { patient, scripted, server } = await useModelServer();
/** Two processes on one database: one works on the runs, the other knows of them from the database alone. */
const working = makeAgentApi(db, { languageModels: [patient] });
const other = makeAgentApi(db, { languageModels: [patient] });

/** A run whose model says one word, and then nothing for longer than any test lasts. */
async function startRun() {
  scripted.reply = () => ({ tokens: ['One.', 'Two.'], silentAfter: 1 });
  const session = await Session.start(other.api);
  const { run } = await session.ask('What?');
  const done = working.runner.processAll();
  await vi.waitFor(async () => expect(await session.run(run.id)).toMatchObject({ answer: 'One.' }), 15_000);
  return { session, id: run.id, done };
}

test('while a model answers, what there is of it is kept, and the run stays with its process', async () => {
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

test('a run is cancelled by a process that does not work on it: the call of the model is broken off', async () => {
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
