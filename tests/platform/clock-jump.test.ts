import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { abandonedRuns, insertRun } from '../../src/consolidation/run-changes.store.ts';
import { claimNarrative, dueNarratives } from '../../src/context/narrative.store.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { waitingCollections } from '../../src/memory/unembedded.store.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { ProcessLease } from '../../src/platform/db/process-lease.ts';
import { tenantTables } from '../../src/platform/db/tables.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { makeAgentApi } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

// All comparisons use the database clock. After a clock jump, earlier rows are an hour old or an hour in the future.
const { db } = useDatabase();
const everywhere = acrossAccounts(db, ...tenantTables);
const { api, runner } = makeAgentApi(db);
/** The statements are the same on both engines. */
const onPostgres = test.runIf(inject('engine') === 'postgres');
const jumps = [
  ['jumps forward', '-1 hour'],
  ['is set back', '1 hour'],
] as const;

onPostgres.each(jumps)(
  'after the database clock %s, another process takes the lease of a dead one, and a living one keeps its lease',
  async (jump, by) => {
    const [dead, next] = [new ProcessLease(db, jump, 60), new ProcessLease(db, jump, 60)];
    await dead.take();
    await sql`update lease set until = until + ${by}::interval where name = ${jump}`.execute(db);
    expect([await next.take(), await dead.take()]).toEqual([true, false]);
    await sql`update lease set until = until + ${by}::interval where name = ${jump}`.execute(db);
    expect([await next.take(), await dead.take()]).toEqual([true, false]);
  },
);

onPostgres.each(jumps)(
  'after the database clock %s, the agent run of a dead process is started again at once',
  async (_, by) => {
    const session = await Session.start(api);
    await session.remember('Ada drinks green tea.');
    const { run } = await session.ask('What does Ada drink?');
    await sql`
    update agent_run set status = 'RUNNING', attempt = 1, lease_until = now() + '10 seconds' + ${by}::interval
    where account_id = ${session.viewer.accountId}`.execute(db);
    await runner.sweep();
    await runner.processAll();
    expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
  },
);

onPostgres.each(jumps)(
  'after the database clock %s, another process takes over the narrative of a dead one, and a fresh narrative rests no longer than intended',
  async (_, by) => {
    const session = await Session.start(api);
    await session.remember('Ada drinks green tea.');
    const { accountId } = session.viewer;
    const options = { atOnce: 1, activeHours: 48, restMinutes: 15 };
    const claimed = async () => {
      const claim = await claimNarrative(everywhere, options, await dueNarratives(everywhere, options, 1));
      return claim?.accountId ?? null;
    };
    await sql`delete from narrative`.execute(everywhere);
    await sql`update collection set deleted_at = now() where account_id <> ${accountId}`.execute(everywhere);
    expect([await claimed(), await claimed()]).toEqual([accountId, null]);
    await sql`update narrative set claimed_until = claimed_until + ${by}::interval`.execute(everywhere);
    expect(await claimed()).toBe(accountId);
    // A fresh narrative rests, but no longer than intended.
    const tell = (by: string) =>
      sql`update narrative set claimed_until = null, told_by = 'extractive', memory_revision = 0, generated_at = now() + ${by}::interval`.execute(
        everywhere,
      );
    await tell('0');
    expect(await claimed()).toBeNull();
    await tell(by);
    expect(await claimed()).toBe(accountId);
  },
);

onPostgres.each(jumps)(
  'after the database clock %s, a consolidation that has lost its job gets another one',
  async (_, by) => {
    const session = await Session.start(api);
    const { accountId } = session.viewer;
    const [collectionId = '', id] = [decodeNodeId('Collection', session.collectionId) ?? '', newId()];
    const run = {
      accountId,
      id,
      collectionId,
      origin: 'ASKED',
      status: 'RUNNING',
      dryRun: false,
      startedBy: 'ann',
    } as const;
    await inUnitOfWork(db, accountId, (unit) => insertRun(unit.db, { ...run, steps: ['MERGE_SIMILAR'] }));
    const abandoned = async () => (await abandonedRuns(db, 1_800, 10)).map(({ runId }) => runId);
    expect(await abandoned()).not.toContain(id);
    await sql`update consolidation_run set touched_at = now() + ${by}::interval where account_id = ${accountId}`.execute(
      db,
    );
    expect(await abandoned()).toContain(id);
  },
);

onPostgres.each(jumps)('after the database clock %s, memories without vectors are found', async (_, by) => {
  const session = await Session.start(api);
  const { accountId } = session.viewer;
  await session.remember('Ada drinks green tea.');
  const waiting = async () => (await waitingCollections(db, 60, 100)).map((one) => one.accountId);
  await sql`update memory set embedding_status = 'PENDING' where account_id = ${accountId}`.execute(db);
  expect(await waiting()).not.toContain(accountId);
  await sql`update memory set created_at = created_at + ${by}::interval where account_id = ${accountId}`.execute(db);
  expect(await waiting()).toContain(accountId);
});
