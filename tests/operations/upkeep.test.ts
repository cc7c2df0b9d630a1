import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ApiKeyService } from '../../src/account/api-key.service.ts';
import { CollectionService } from '../../src/collection/collection.service.ts';
import { hideCollections } from '../../src/collection/hidden-collections.ts';
import { erasureBy } from '../../src/collection/request-erasure.ts';
import { runUpkeep } from '../../src/operations/upkeep.ts';
import { claimKeys, forgetOldKeys } from '../../src/platform/db/idempotency.ts';
import { ProcessLease } from '../../src/platform/db/process-lease.ts';
import { forgetOldEvents } from '../../src/platform/events/old-events.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { forgetOldRankings } from '../../src/search/ranking-table.store.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { makeStream } from '../support/streams.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const retention = { days: 7, followers: () => [{ name: 'statistics', kind: 'collection' as const }] };
const upkeep = {
  db,
  requestErasure: erasureBy(jobs),
  retention,
  purgeLedgerDays: 90,
  forgetSearches: forgetOldRankings,
};
const { signal } = new AbortController();

/** Claims keys in several accounts and backdates them. */
async function claim(accountIds: readonly string[], keys: readonly string[], age: string): Promise<void> {
  for (const accountId of accountIds) {
    const calls = keys.map((key) => ({ key, body: {}, resultIds: [] }));
    await claimKeys(db, { accountId, mutation: 'addMemory', parentId: 'x', makes: 'Memory' }, calls);
    await sql`update idempotency set created_at = now() - ${age}::interval
      where account_id = ${accountId} and key = any(${keys})`.execute(db);
  }
}

const keysOf = async (accountId: string) =>
  (await db.selectFrom('idempotency').select('key').where('account_id', '=', accountId).orderBy('key').execute()).map(
    ({ key }) => key,
  );

test('deletes idempotency keys older than a day in every account, and no others', async () => {
  const accountIds = [makeViewer().accountId, makeViewer().accountId];
  await claim(accountIds, ['old 1', 'old 2', 'old 3'], '24 hours 1 second');
  await claim(accountIds, ['young 1', 'young 2'], '23 hours');
  // Pages of two: the scan continues after rows it kept and rows it deleted.
  await forgetOldKeys(db, signal, 2);
  for (const accountId of accountIds) expect(await keysOf(accountId)).toEqual(['young 1', 'young 2']);
});

test('deletes events past their retention, except those that a consumer has yet to take', async () => {
  const [taken, behind, untaken, unfollowed] = [
    await makeStream(db),
    await makeStream(db),
    await makeStream(db),
    await makeStream(db, 'conversation'),
  ];
  const streams = [taken, behind, untaken, unfollowed];
  for (const { add, ref } of streams) {
    await add(9);
    await sql`update event set at = now() - case when seq <= 7 then interval '8 days' else interval '6 days' end
      where account_id = ${ref.accountId}`.execute(db);
  }
  for (const [{ ref }, seq] of [[taken, 9] as const, [behind, 4] as const]) {
    const { accountId: account_id, kind, streamId: stream_id } = ref;
    await db.insertInto('consumer').values({ account_id, kind, stream_id, name: 'statistics', seq }).execute();
  }
  await forgetOldEvents(db, retention, signal, 2);
  const first = async (accountId: string) =>
    (await db.selectFrom('event').select('seq').where('account_id', '=', accountId).orderBy('seq').execute())[0]?.seq;
  expect(await Promise.all(streams.map(({ ref }) => first(ref.accountId)))).toEqual([8, 5, 1, 8]);
});

test('many streams with unconsumed events do not keep others from being trimmed', async () => {
  await sql`insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, at)
    select 'A behind', 'collection', gen_random_uuid(), 1, 'MemoryAdded', gen_random_uuid(), '{}', now() - interval '8 days'
    from generate_series(1, 1100)`.execute(db);
  const { ref, add } = await makeStream(db, 'conversation');
  await add(3);
  await sql`update event set at = now() - interval '8 days' where account_id = ${ref.accountId}`.execute(db);
  await forgetOldEvents(db, retention, signal, 500);
  const { rows } = await sql<{ account_id: string; count: number }>`
    select account_id, count(*)::int as count from event where account_id in ('A behind', ${ref.accountId}) group by 1`.execute(
    db,
  );
  expect(rows).toEqual([{ account_id: 'A behind', count: 1_100 }]);
  await sql`delete from event where account_id = 'A behind'`.execute(db);
});

test('deletes abandoned leases, but not held or recently expired ones', async () => {
  const lease = (name: string) => new ProcessLease(db, name, 30);
  for (const name of ['held', 'lost', 'left']) await lease(name).take();
  await sql`update lease set until = now() - case name when 'lost' then interval '1 minute' else interval '2 days' end
    where name <> 'held'`.execute(db);
  await runUpkeep(upkeep, signal);
  const { rows } = await sql<{ name: string }>`select name from lease order by name`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(['held', 'lost']);
  expect(await lease('left').take()).toBe(true);
});

test('erases hidden data whose erasure job was lost', async () => {
  const [left, other] = [await Household.create(db), await Household.create(db)];
  await left.add('forgotten by everybody');
  await other.add('in use');
  const { accountId } = left.viewer;
  await inUnitOfWork(db, accountId, (unit) => hideCollections(unit, { accountId, within: null }, left.collection.id));
  expect(await runUpkeep(upkeep, signal)).toBe('done');
  await jobs.processAll();
  const { rows } = await sql<{ account_id: string }>`select account_id from memory`.execute(db);
  expect(rows).toEqual([{ account_id: other.viewer.accountId }]);
});

test('deletes API keys revoked or expired before the retention of the ledger, and no others', async () => {
  const viewer = makeViewer();
  const keys = new ApiKeyService(db, new CollectionService(db));
  const make = async (name: string) => (await keys.create(viewer, { name, scopes: ['read'] })).apiKey.id;
  for (const name of ['old', 'young']) await keys.revoke(viewer, await make(name));
  for (const name of ['expired', 'expired of late', 'in use']) await make(name);
  const age = (column: string, days: number, name: string) =>
    sql`update api_key set ${sql.ref(column)} = now() - make_interval(days => ${days})
      where account_id = ${viewer.accountId} and name = ${name}`.execute(db);
  await age('revoked_at', 91, 'old');
  await age('expires_at', 91, 'expired');
  await age('expires_at', 89, 'expired of late');
  await runUpkeep(upkeep, signal);
  const { rows } = await sql<{ name: string }>`
    select name from api_key where account_id = ${viewer.accountId} order by name`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(['expired of late', 'in use', 'young']);
});

test('removes purged content from the planner statistics', async () => {
  const canary = 'xq8canary8qx';
  const home = await Household.create(db);
  for (const content of ['tea', 'bread']) await home.add({ content, speaker: content, tags: [content] });
  const { id } = await home.add({ content: canary, speaker: canary, tags: [canary], metadata: { [canary]: 1 } });
  const sampled = async () => {
    const { rows } = await sql<{ column: string }>`
      select attname as column from pg_stats where tablename = 'memory'
        and position(${canary} in concat(most_common_vals, histogram_bounds, most_common_elems)) > 0 order by 1`.execute(
      db,
    );
    return rows.map(({ column }) => column);
  };
  await sql`analyze memory`.execute(db);
  expect(await sampled()).toEqual(expect.arrayContaining(['content', 'speaker', 'tags']));
  await memoryServices(db).lifecycle.forget(home.viewer, { id, purge: true });
  await runUpkeep(upkeep, signal);
  expect(await sampled()).toEqual([]);
});

test('upkeep that is told to stop asks to be run again', async () => {
  expect(await runUpkeep(upkeep, AbortSignal.abort())).toBe('again');
});
