import pg from 'pg';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { claimRun } from '../../src/agent/run-queue.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { AccountGuard } from '../../src/platform/db/account-guard.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { makeAgentApi, useModelServer } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Session } from '../support/session.ts';
import { textOf } from '../support/statements.ts';

const { db, pool } = useDatabase();
/** The database as another process uses it. */
const elsewhere = connectKysely(pool).withPlugin(new AccountGuard());
const { patient, scripted } = await useModelServer();

/** Lets the runner look for waiting runs only once, at its start. */
function neverAgain(): void {
  const every = globalThis.setInterval;
  vi.spyOn(globalThis, 'setInterval').mockImplementation((...[work, ms]) => every(work, ms === 2_000 ? 600_000 : ms));
  onTestFinished(() => void vi.restoreAllMocks());
}

/**
 * A process with room for one run whose first look for waiting runs is in progress, held either before it begins or before its result
 * arrives.
 */
async function lookingProcess(held: 'before' | 'after') {
  const [begun, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const looks = (query: unknown) => textOf(query).includes('over (partition by account_id order by created_at, id)');
  const original = pg.Client.prototype.query;
  const hold = async (ask: () => unknown) => {
    Reflect.set(pg.Client.prototype, 'query', original);
    begun.resolve();
    if (held === 'before') await free.promise;
    const found = await ask();
    await free.promise;
    return found;
  };
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...given: Parameters<typeof original>) {
    const ask = () => original.apply(this, given);
    return looks(given[0]) ? hold(ask) : ask();
  });
  neverAgain();
  const process = makeAgentApi(db, { languageModels: [patient], config: { concurrency: 1 } });
  onTestFinished(() => process.runner[Symbol.asyncDispose]());
  process.runner.start();
  await begun.promise;
  return { ...process, goOn: free.resolve };
}

// With a single connection, the look occupies it.
test.runIf(inject('poolSize') > 1).each(['before', 'after'] as const)(
  'a run queued during a look for waiting runs is claimed once there is room, with the look held %s it is done',
  async (held) => {
    const { api: busy, goOn } = await lookingProcess(held);
    const gate = Promise.withResolvers<void>();
    let [atWork, mostAtWork] = [0, 0];
    scripted.reply = async () => {
      atWork += 1;
      mostAtWork = Math.max(mostAtWork, atWork);
      await gate.promise;
      atWork -= 1;
      return { tokens: ['Yes.'] };
    };
    const session = await Session.start(busy);
    const other = await session.another();
    const { run: first } = await session.ask('First?');
    const { run: second } = await other.ask('Second?');
    expect([first.status, second.status]).toEqual(['RUNNING', 'QUEUED']);
    goOn();
    await vi.waitFor(() => expect(atWork).toBe(1), 10_000);
    expect(await other.run(second.id)).toMatchObject({ status: 'QUEUED' });
    gate.resolve();
    await vi.waitFor(async () => expect(await other.run(second.id)).toMatchObject({ status: 'SUCCEEDED' }), 10_000);
    expect(mostAtWork).toBe(1);
  },
);

test.runIf(inject('poolSize') > 1)('a process told to leave during its look for waiting runs claims none', async () => {
  const { runner, goOn } = await lookingProcess('before');
  const session = await Session.start(makeAgentApi(elsewhere).api);
  const { run } = await session.ask('First?');
  const left = runner.leave();
  goOn();
  await left;
  expect(await session.run(run.id)).toMatchObject({ status: 'QUEUED', attempt: 0 });
  await session.cancel(run.id);
});

test.runIf(inject('poolSize') > 1)(
  'a run queued while another process claims the run ahead of it is claimed as soon as that is done',
  async () => {
    neverAgain();
    const process = makeAgentApi(db, { config: { concurrency: 1 } });
    onTestFinished(() => process.runner[Symbol.asyncDispose]());
    process.runner.start();
    const session = await Session.start(makeAgentApi(elsewhere).api);
    const { accountId } = session.viewer;
    const { run: first } = await session.ask('First?');
    const key = { accountId, id: decodeNodeId('AgentRun', first.id) ?? '' };
    const other = await Session.start(process.api);
    const second = await elsewhere.transaction().execute(async (transaction) => {
      await claimRun(transaction, key);
      process.api.services.streams.wake([{ accountId, kind: 'agent_run', streamId: key.id }]);
      await someoneWaitsFor(transaction);
      const { run } = await other.ask('Second?');
      expect(run).toMatchObject({ status: 'QUEUED' });
      return run;
    });
    await vi.waitFor(async () => expect(await other.run(second.id)).toMatchObject({ status: 'SUCCEEDED' }), 10_000);
  },
);
