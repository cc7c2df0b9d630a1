import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { beforePurge } from '../../src/app/before-purge.ts';
import { consolidateJob } from '../../src/consolidation/consolidation-jobs.ts';
import { runLifecycle } from '../../src/consolidation/lifecycle.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { takeOverUse } from '../../src/memory/take-over-use.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { Consolidations, proposeTier, settleIn } from '../support/consolidation.ts';
import { conversationServices } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { letPass, lifeOf } from '../support/life.ts';
import { someoneWaitsFor, someWait } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';
import { tablesThatHold } from '../support/traces.ts';

const database = useDatabase();
const { db, pool } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const settle = () => settleIn(db, api, jobs);
const { lifecycle, collections } = memoryServices(db);
const live = () => runLifecycle({ db, jobs, undoDays: 30, beforePurge }, new AbortController().signal);
const past = { validFrom: new Date('2020-01-01T00:00:00Z'), validTo: new Date('2021-01-01T00:00:00Z') };

test('expired memories are retired in every account, and are still found as of their validity', async () => {
  const [home, other] = [await Household.create(db), await Household.create(db)];
  const ended = await home.add({ content: 'the summer offer', ...past });
  const elsewhere = await other.add({ content: 'the winter offer', ...past });
  const lasting = await home.add({ content: 'a lasting offer', validTo: new Date('2999-01-01T00:00:00Z') });
  await live();
  expect(await home.read(ended.id)).toMatchObject({
    status: 'SUPERSEDED',
    supersededById: null,
    validTo: past.validTo,
    revision: 2,
  });
  expect(await other.read(elsewhere.id)).toMatchObject({ status: 'SUPERSEDED' });
  expect(await home.read(lasting.id)).toMatchObject({ status: 'CURRENT', revision: 1 });
  expect((await home.history(ended.id)).at(-1)).toMatchObject({
    actor_kind: 'CONSOLIDATION',
    reason: 'Its validity has ended.',
  });
  const query =
    'query ($at: DateTime) { search(input: { query: "summer offer", asOf: $at }) { edges { node { content } } } }';
  const then = await api.run(home.viewer, query, { at: '2020-06-01T00:00:00Z' });
  expect(then.search.edges).toMatchObject([{ node: { content: 'the summer offer' } }]);
  expect(await lifecycle.restore(home.viewer, { id: ended.id })).toMatchObject({ memory: { status: 'CURRENT' } });
});

test('a memory restored after its validity has ended stays CURRENT until a later end', async () => {
  const home = await Household.create(db);
  const { viewer, collection } = home;
  const [retired, forgotten] = [
    await home.add({ content: 'the summer offer', ...past }),
    await home.add({ content: 'the spring offer', ...past }),
  ];
  await lifecycle.forget(viewer, { id: forgotten.id });
  await live();
  for (const { id } of [retired, forgotten]) await lifecycle.restore(viewer, { id });
  await live();
  const runs = new Consolidations(api, jobs, viewer);
  expect((await runs.run(encodeNodeId('Collection', collection.id))).proposals).toEqual([]);
  for (const { id } of [retired, forgotten]) expect(await home.read(id)).toMatchObject({ status: 'CURRENT' });
  await sql`update memory_revision set at = at - interval '2 days' where account_id = ${viewer.accountId}`.execute(db);
  await lifecycle.update(viewer, { id: retired.id, validTo: new Date(Date.now() - 86_400_000) });
  await live();
  expect(await home.read(retired.id)).toMatchObject({ status: 'SUPERSEDED' });
});

test('retiring a page of memories takes no more statements than retiring one', async () => {
  const home = await Household.create(db);
  const end = async (count: number) => {
    for (let n = 0; n < count; n++) await home.add({ content: `offer ${n} of ${count}`, ...past });
    return (await countStatements(live)).length;
  };
  // Retires the leftovers of other tests first.
  await live();
  expect(await end(20)).toBe(await end(1));
  expect(await home.count()).toBe(0);
});

test.skipIf(inject('engine') === 'embedded')(
  'a memory whose validity is extended while it waits for retirement stays CURRENT',
  async () => {
    const home = await Household.create(db);
    const { id } = await home.add({ content: 'the autumn offer', ...past });
    const changing = await db.startTransaction().execute();
    await sql`update memory set valid_to = '2999-01-01' where account_id = ${home.viewer.accountId}`.execute(changing);
    const retiring = live();
    await someoneWaitsFor(changing);
    await changing.commit().execute();
    await retiring;
    expect(await home.read(id)).toMatchObject({ status: 'CURRENT', revision: 1 });
  },
);

test.skipIf(inject('engine') === 'embedded')(
  'a memory purged during a merge does not become a partner of the kept memory, and the merge succeeds',
  async () => {
    const home = await Household.create(db);
    const { accountId } = home.viewer;
    const [kept, merged, purged, partner] = await Promise.all(['one', 'two', 'three', 'four'].map((n) => home.add(n)));
    if (!kept || !merged || !purged || !partner) throw new Error('nothing was added');
    api.recalls.record({ accountId, ids: [merged.id, purged.id, partner.id], together: true });
    await api.recalls.flush();
    const purging = await db.startTransaction().execute();
    await sql`delete from memory where account_id = ${accountId} and id = ${purged.id}`.execute(purging);
    const merging = inUnitOfWork(db, accountId, (unit) => takeOverUse(unit, kept.id, [merged.id]));
    await someoneWaitsFor(purging);
    await purging.commit().execute();
    await merging;
    const { rows } = await sql<{ partner: string }>`
      select case memory_a when ${kept.id} then memory_b else memory_a end as partner from co_occurrence
      where account_id = ${accountId} and ${kept.id} in (memory_a, memory_b)`.execute(db);
    expect(rows).toEqual([{ partner: partner.id }]);
  },
);

test('memories older than the retention of their collection are purged, whatever their status', async () => {
  const canary = 'xq9canary9qx';
  const [home, keeper] = [await Household.create(db), await Household.create(db)];
  await collections.update(home.viewer, { id: home.collection.id, settings: { retentionDays: 10 } });
  const [current, forgotten] = [await home.add(`${canary} one`), await home.add(`${canary} two`)];
  await lifecycle.forget(home.viewer, { id: forgotten.id });
  const young = await home.add('young');
  const kept = await keeper.add('kept');
  const age = (ids: readonly string[], days: number) =>
    sql`update memory set created_at = now() - make_interval(days => ${days}) where account_id is not null and id = any(${ids}::uuid[])`.execute(
      db,
    );
  await age([current.id, forgotten.id, kept.id], 11);
  await age([young.id], 9);
  await live();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.count()).toBe(1);
  expect(await home.exists(young.id)).toBe(true);
  expect(await keeper.exists(kept.id)).toBe(true);
});

test.skipIf(inject('engine') === 'embedded')(
  'lifting the retention of a collection stops a purge that has already begun',
  async () => {
    const home = await Household.create(db);
    const { viewer, collection } = home;
    await collections.update(viewer, { id: collection.id, settings: { retentionDays: 10 } });
    for (let n = 0; n < 20; n += 1) await home.add(`memory ${n}`);
    await letPass(db, home, 11);
    const holding = await db.startTransaction().execute();
    const memories = holding.selectFrom('memory').select('id').where('account_id', '=', viewer.accountId);
    await memories.forUpdate().execute();
    const purging = live();
    await someoneWaitsFor(holding);
    const keeping = collections.update(viewer, { id: collection.id, settings: { retentionDays: null } });
    await Promise.race([keeping, someWait(db, 2)]);
    await holding.commit().execute();
    await keeping;
    const left = await home.count();
    await purging;
    // The one whose purge had begun is gone; a waiting change may be overtaken by the next ones.
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(20);
    expect(await home.count()).toBe(left);
  },
);

test('memories awaiting erasure with their conversation do not hold up those of others', async () => {
  const [home, other] = [await Household.create(db), await Household.create(db)];
  const retention = { settings: { retentionDays: 10 } };
  for (const { viewer, collection } of [home, other])
    await collections.update(viewer, { id: collection.id, ...retention });
  const { conversations, messages } = conversationServices(db, jobs);
  const { id } = await conversations.create(home.viewer, { collectionId: home.collection.id });
  const { messages: said } = await messages.append(home.viewer, id, [{ role: 'USER', content: 'Some offers' }]);
  // As many as one batch looks at.
  for (let n = 0; n < 20; n += 1) await home.add({ content: `offer ${n}`, sourceMessageId: said[0]?.id, ...past });
  await letPass(db, home, 11);
  await conversations.delete(home.viewer, id);
  const [ended, outlived] = [await other.add({ content: 'the summer offer', ...past }), await other.add('long ago')];
  await live();
  expect(await other.read(ended.id)).toMatchObject({ status: 'SUPERSEDED' });
  await letPass(db, other, 10.5);
  await live();
  expect(await other.exists(outlived.id)).toBe(false);
});

test('a run that lost its job resumes, and one interrupted too often ends as FAILED with a reason', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const { run } = await runs.start(collectionId);
  const runId = decodeNodeId('ConsolidationRun', run.id) ?? '';
  // Its worker died in the second step, and the queue no longer has the job.
  await sql`delete from pgboss.job where name = ${consolidateJob.name}`.execute(db);
  const lose = (attempts: number) =>
    sql`update consolidation_run set status = 'RUNNING', steps_done = 1, attempts = ${attempts}, touched_at = now() - interval '1 day'
      where account_id = ${home.viewer.accountId} and id = ${runId}`.execute(db);
  await lose(1);
  await live();
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', merged: 0 });
  const { run: second } = await runs.start(collectionId);
  await db
    .updateTable('consolidation_run')
    .set({ attempts: 3, status: 'RUNNING' })
    .where('account_id', '=', home.viewer.accountId)
    .where('id', '=', decodeNodeId('ConsolidationRun', second.id) ?? '')
    .execute();
  await jobs.processAll();
  expect(await runs.read(second.id)).toMatchObject({
    status: 'FAILED',
    error: expect.stringContaining('broke off 3 times'),
  });
  expect((await runs.run(collectionId)).status).toBe('SUCCEEDED');
});

test('a run that waits for hours is not queued twice', async () => {
  const { home, runs, collectionId } = await settle();
  const { run } = await runs.start(collectionId);
  const runId = decodeNodeId('ConsolidationRun', run.id) ?? '';
  await sql`update consolidation_run set touched_at = now() - interval '3 hours'
    where account_id = ${home.viewer.accountId} and id = ${runId}`.execute(db);
  for (let hour = 0; hour < 3; hour += 1) await live();
  const { rows } = await sql`select 1 from pgboss.job where data ->> 'runId' = ${runId}`.execute(db);
  expect(rows).toHaveLength(1);
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('changes applied over a month ago are reported as no longer undoable', async () => {
  const { home, runs, collectionId } = await settle();
  const memories = [await home.add('Anna has a cat named Tom'), await home.add('Anna has a cat named Tom!')];
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  await sql`update consolidation_proposal set decided_at = now() - interval '31 days' where account_id = ${home.viewer.accountId}`.execute(
    db,
  );
  await live();
  const undone = await runs.undo(run.id);
  expect(undone).toMatchObject({ restored: 0, run: { undone: false, merged: 1 } });
  expect(new Set(undone.kept.map(({ content }: { content: string }) => content))).toEqual(
    new Set(memories.map(({ content }) => content)),
  );
});

test('a purge leaves nothing of a merged memory: no tags, metadata or shared recalls', async () => {
  const canary = 'xq5canary5qx';
  const { home, runs, collectionId } = await settle();
  const source = await home.add({
    content: 'Anna has a cat named Tom',
    tags: [canary, 'pets'],
    metadata: { [canary]: 1, a: 2 },
  });
  const kept = await home.add({ content: 'Anna has a cat named Tom!', tags: ['cats', 'pets'] });
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect(await home.read(kept.id)).toMatchObject({ tags: ['cats', 'pets', canary], metadata: { [canary]: 1, a: 2 } });
  await lifecycle.update(home.viewer, { id: kept.id, kind: 'PREFERENCE' });
  await lifecycle.forget(home.viewer, { id: source.id, purge: true });
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept.id)).toMatchObject({
    status: 'CURRENT',
    tags: ['cats', 'pets'],
    metadata: null,
    kind: 'PREFERENCE',
  });
  expect(await runs.read(run.id)).toMatchObject({ proposals: [{ sources: [{ content: kept.content }] }] });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 0 });
});

test('purging one of several merged memories removes what only it contributed, and the others can still be restored', async () => {
  const canary = 'xq7canary7qx';
  for (const own of [{}, { note: 'by hand' }]) {
    const { home, runs, collectionId } = await settle();
    const purged = await home.add({ content: 'Anna has a cat named Tom', metadata: { [canary]: 1, color: 'grey' } });
    await home.add({ content: 'Anna has a cat named Tom!', metadata: { color: 'grey' } });
    const { id } = await home.add('Anna has a cat named Tom!!');
    const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
    const metadata = { [canary]: 1, color: 'grey', ...own };
    expect(await lifecycle.update(home.viewer, { id, metadata })).toMatchObject({ status: 'CURRENT', metadata });
    await lifecycle.forget(home.viewer, { id: purged.id, purge: true });
    expect(await tablesThatHold(pool, canary)).toEqual([]);
    expect((await home.read(id)).metadata).toEqual({ color: 'grey', ...own });
    expect(await runs.undo(run.id)).toMatchObject({ restored: 'note' in own ? 1 : 2 });
  }
});

test('a purge removes its content from a kept memory after a partial undo, but not after a full undo or a dry run', async () => {
  const canary = 'xq6canary6qx';
  const merge = async (dryRun = false) => {
    const { home, runs, collectionId } = await settle();
    const source = await home.add({ content: 'Anna has a cat named Tom', tags: [canary], metadata: { [canary]: 1 } });
    const kept = await home.add({ content: 'Anna has a cat named Tom!', tags: ['cats'] });
    const run = await runs.run(collectionId, { dryRun, steps: ['MERGE_SIMILAR'] });
    const undo = async () => (await runs.undo(run.id)).restored;
    return { home, kept: kept.id, undo, purge: () => lifecycle.forget(home.viewer, { id: source.id, purge: true }) };
  };
  const changed = await merge();
  await lifecycle.update(changed.home.viewer, { id: changed.kept, kind: 'PREFERENCE' });
  expect(await changed.undo()).toBe(1);
  expect(await changed.home.read(changed.kept)).toMatchObject({ tags: ['cats', canary] });
  await changed.purge();
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await changed.home.read(changed.kept)).toMatchObject({ tags: ['cats'], metadata: null, kind: 'PREFERENCE' });
  const [undone, proposed] = [await merge(), await merge(true)];
  expect(await undone.undo()).toBe(2);
  for (const { home, kept, purge } of [undone, proposed]) {
    await lifecycle.update(home.viewer, { id: kept, tags: [canary] });
    await purge();
    expect(await home.read(kept)).toMatchObject({ tags: [canary] });
  }
});

test('recalls of a memory that an undo does not restore stay with the kept memory', async () => {
  const { home, runs, collectionId } = await settle();
  const { accountId } = home.viewer;
  const contents = ['Anna has a cat named Tom', 'Anna has a cat named Tom!', 'Anna has a cat named Tom.'];
  const ids = [];
  for (const content of contents) ids.push((await home.add(content)).id);
  api.recalls.record({ accountId, ids, together: false });
  await api.recalls.flush();
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  const memories = await Promise.all(ids.map((id) => home.read(id)));
  const [kept] = memories.filter(({ status }) => status === 'CURRENT');
  const [byHand] = memories.filter(({ status }) => status === 'SUPERSEDED');
  expect(kept?.accessCount).toBe(3);
  await lifecycle.restore(home.viewer, { id: byHand?.id ?? '' });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1, kept: [{ content: byHand?.content }] });
  expect(await home.read(kept?.id ?? '')).toMatchObject({ accessCount: 3 });
});

test('an undo returns the recalls of a merge even if the kept memory, whose fields it did not change, was edited since', async () => {
  const { home, runs, collectionId } = await settle();
  const { accountId } = home.viewer;
  const ids = [(await home.add('Anna has a cat named Tom')).id, (await home.add('Anna has a cat named Tom!')).id];
  api.recalls.record({ accountId, ids, together: false });
  await api.recalls.flush();
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  const kept = ids[1] ?? '';
  expect(await home.read(kept)).toMatchObject({ status: 'CURRENT', accessCount: 2, revision: 1 });
  await lifecycle.update(home.viewer, { id: kept, tags: ['mine'] });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1, kept: [] });
  for (const id of ids) expect(await home.read(id)).toMatchObject({ status: 'CURRENT', accessCount: 1 });
  expect(await home.read(kept)).toMatchObject({ tags: ['mine'], revision: 2 });
});

test('an undo keeps the recalls of the kept memory itself, even if it had faded before the merge', async () => {
  const { home, runs, collectionId } = await settle();
  const { accountId } = home.viewer;
  const [other, kept] = [await home.add('Anna has a cat named Tom'), await home.add('Anna has a cat named Tom!')];
  const recall = async (id: string, together = true) => {
    api.recalls.record({ accountId, ids: [id], together });
    await api.recalls.flush();
  };
  for (let n = 0; n < 4; n += 1) await recall(kept.id);
  await letPass(db, home, 300);
  await recall(other.id);
  // This recall was not requested by anyone, so it does not affect the tier.
  await recall(other.id, false);
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  await recall(kept.id);
  expect(await lifeOf(db, home, kept.id)).toMatchObject({
    resonance: expect.closeTo(3, 1),
    asked_resonance: expect.closeTo(2, 1),
  });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1, kept: [] });
  // After ten half-lives hardly anything of the four is left.
  const left = expect.closeTo(1 + 4 / 1024, 3);
  expect(await lifeOf(db, home, kept.id)).toMatchObject({ resonance: left, asked_resonance: left });
});

test('a new memory into which one is merged that was recalled long ago is present like any new one', async () => {
  const { home, runs, collectionId } = await settle();
  const old = await home.add('Anna has a cat named Tom');
  for (let n = 0; n < 4; n += 1) {
    api.recalls.record({ accountId: home.viewer.accountId, ids: [old.id], together: true });
    await api.recalls.flush();
  }
  await letPass(db, home, 100);
  const created = (await lifeOf(db, home, old.id)).created_at;
  expect((await lifeOf(db, home, old.id)).fresh_at?.getTime()).toBeGreaterThan(created.getTime());
  const kept = await home.add('Anna has a cat named Tom!');
  await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect(await home.read(old.id)).toMatchObject({ supersededById: kept.id });
  expect(await lifeOf(db, home, kept.id)).toMatchObject({ access_count: 4, fresh_at: null });
});

test('an undo takes back the freshness that a merge passed on, even if the kept memory was recalled since', async () => {
  const { home, runs, collectionId } = await settle();
  const [other, kept] = [await home.add('Anna has a cat named Tom'), await home.add('Anna has a cat named Tom!')];
  const recall = async (id: string) => {
    api.recalls.record({ accountId: home.viewer.accountId, ids: [id], together: true });
    await api.recalls.flush();
  };
  for (let n = 0; n < 4; n += 1) await recall(other.id);
  const { fresh_at } = await lifeOf(db, home, other.id);
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  expect(fresh_at).not.toBeNull();
  expect(await lifeOf(db, home, kept.id)).toMatchObject({ access_count: 4, fresh_at });
  await recall(kept.id);
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1, kept: [] });
  expect(await lifeOf(db, home, kept.id)).toMatchObject({ access_count: 1, fresh_at: null });
});

test('rejecting a merge or a tier change does not prevent later retirement', async () => {
  const { home, runs, collectionId } = await settle();
  const { id } = await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const merge = await runs.run(collectionId, { dryRun: true, steps: ['MERGE_SIMILAR'] });
  await runs.reject(merge.id, [merge.proposals[0].id]);
  const tier = await proposeTier(db, home.viewer, home.collection.id, id);
  await runs.reject(tier.ConsolidationRun, [tier.ConsolidationProposal]);
  await sql`update memory set valid_from = ${past.validFrom}, valid_to = ${past.validTo}
    where account_id = ${home.viewer.accountId} and id = ${id}`.execute(db);
  const { proposals } = await runs.run(collectionId, { dryRun: true, steps: ['RETIRE_OUTDATED'] });
  expect(proposals).toMatchObject([{ kind: 'RETIRE', sources: [{ content: 'Anna has a cat named Tom' }] }]);
});
