import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { CollectionService } from '../../src/collection/collection.service.ts';
import { ConsolidationService } from '../../src/consolidation/consolidation.service.ts';
import { insertRun } from '../../src/consolidation/run-changes.store.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { Consolidations, logicalDump, settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { letPass } from '../support/life.ts';
import { memoryServices, statisticsConsumer } from '../support/memories.ts';
import { runnerOf } from '../support/runner-of.ts';
import { makeViewer } from '../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle, collections } = memoryServices(db);
const consumers = runnerOf(db, statisticsConsumer);

const settle = () => settleIn(db, api, jobs);
const idOf = (memory: { readonly id: string }) => encodeNodeId('Memory', memory.id);
const day = (text: string) => new Date(`${text}T00:00:00Z`);

test('a dry run proposes with reason and evidence, and changes nothing', async () => {
  const { home, runs, collectionId } = await settle();
  const first = await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'] });
  const second = await home.add('anna has a cat named tom!');
  await home.add('Ben plays the piano on Sundays');
  const before = await logicalDump(db, home.viewer.accountId);
  const run = await runs.run(collectionId, { dryRun: true });
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    dryRun: true,
    progress: 1,
    scanned: 9,
    merged: 0,
    retired: 0,
    error: null,
  });
  expect(run.proposals).toMatchObject([
    {
      kind: 'MERGE',
      state: 'PROPOSED',
      reason: expect.stringContaining('same words'),
      similarity: expect.closeTo(1, 1),
      proposedContent: 'anna has a cat named tom!',
      sources: [{ id: idOf(second) }, { id: idOf(first) }],
      result: null,
      decidedAt: null,
    },
  ]);
  expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
});

const filters = [
  [{ kinds: ['MERGE'], states: ['PROPOSED', 'APPLIED'] }, 1],
  [{ kinds: ['RETIRE'] }, 0],
  [{ states: ['APPLIED'] }, 0],
  [{ kinds: [] }, 0],
  [{ states: [] }, 0],
  [{ kinds: null, states: null }, 1],
] as const;

test('proposals are filtered by kind and state', async () => {
  const { home, runs, collectionId } = await settle();
  for (const content of ['Anna has a cat named Tom', 'anna has a cat named tom!']) await home.add(content);
  const { id } = await runs.run(collectionId, { dryRun: true });
  const source = `query ($id: ID!, $kinds: [ProposalKind!], $states: [ProposalState!]) {
    consolidationRun(id: $id) { proposals(kinds: $kinds, states: $states) { totalCount edges { node { kind } } } } }`;
  for (const [filter, count] of filters) {
    const { consolidationRun } = await api.run(home.viewer, source, { id, ...filter });
    const found = { totalCount: count, edges: { length: count } };
    expect(consolidationRun.proposals, JSON.stringify(filter)).toMatchObject(found);
  }
});

test('a run merges duplicates into one memory with all their tags and recalls', async () => {
  const { home, runs, collectionId } = await settle();
  const first = await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'], metadata: { seen: 1 } });
  const second = await home.add({ content: 'Anna has a cat named Tom!', tags: ['cats'] });
  const other = await home.add('Ben plays the piano on Sundays');
  await api.run(home.viewer, '{ search(input: { query: "cat Tom piano" }) { tookMs } }');
  await api.recalls.flush();
  const run = await runs.run(collectionId);
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    merged: 1,
    proposals: [{ state: 'APPLIED', result: { id: idOf(second) } }],
  });
  expect(await home.read(second.id)).toMatchObject({
    status: 'CURRENT',
    tags: ['cats', 'pets'],
    metadata: { seen: 1 },
    accessCount: 2,
  });
  expect(await home.read(first.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: second.id });
  expect((await home.history(first.id)).at(-1)).toMatchObject({ actor_kind: 'CONSOLIDATION', actor: 'tester' });
  const { memory } = await api.run(
    home.viewer,
    'query ($id: ID!) { memory(id: $id) { related { memory { id } coOccurrences } supersedes { id } } }',
    { id: idOf(second) },
  );
  expect(memory).toEqual({
    related: [{ memory: { id: idOf(other) }, coOccurrences: 2 }],
    supersedes: [{ id: idOf(first) }],
  });
  expect(await home.count()).toBe(2);
});

test('undo restores the same logical dump, including recalls and pairs recalled together', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'] });
  await home.add({ content: 'Anna has a cat named Tom!', tags: ['cats'], metadata: { a: 1 } });
  await home.add({ content: 'Anna has a cat named TOM!!', validFrom: day('2020-01-01') });
  await home.add({ content: 'The offer holds till summer', validFrom: day('2020-01-01'), validTo: day('2021-01-01') });
  await home.add({ content: 'Ben plays the piano on Sundays', tags: ['music'] });
  await db
    .updateTable('memory')
    .set({ created_at: day('2024-01-01') })
    .where('account_id', '=', home.viewer.accountId)
    .execute();
  await api.run(home.viewer, '{ search(input: { query: "cat Tom piano" }) { tookMs } }');
  await api.recalls.flush();
  await consumers.processAll();
  const before = await logicalDump(db, home.viewer.accountId);
  const run = await runs.run(collectionId);
  expect(run).toMatchObject({ merged: 2, retired: 1 });
  await consumers.processAll();
  expect(await logicalDump(db, home.viewer.accountId)).not.toEqual(before);
  const undone = await runs.undo(run.id);
  expect(undone).toMatchObject({ restored: 4, kept: [], run: { undone: true, merged: 0, retired: 0 } });
  expect(undone.proposals.map(({ state }: { state: string }) => state)).toEqual(['UNDONE', 'UNDONE']);
  await consumers.processAll();
  expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
  expect(await runs.undo(run.id)).toMatchObject({
    reason: 'STATE',
    message: expect.stringContaining('undone already'),
  });
  // Undone merges are not proposed again.
  expect((await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] })).proposals).toEqual([]);
});

test('undo after later edits keeps the edited memories, lists them, and restores the rest', async () => {
  const { home, runs, collectionId } = await settle();
  const first = await home.add('Anna has a cat named Tom');
  const second = await home.add('Anna has a cat named Tom!');
  const [third, fourth] = [await home.add('Ben plays the piano'), await home.add('Ben plays the piano.')];
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  await lifecycle.update(home.viewer, { id: first.id, tags: ['mine'] });
  await home.add('Ben plays the piano');
  expect(await runs.undo(run.id)).toMatchObject({
    kept: expect.arrayContaining([
      { id: idOf(first), content: first.content },
      { id: idOf(third), content: third.content },
    ]),
  });
  expect(await home.read(first.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: second.id, tags: ['mine'] });
  expect(await home.read(third.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: fourth.id });
});

test('undo reverts all changes that one run made to a memory', async () => {
  const { home, runs, collectionId } = await settle();
  const said = [
    await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'] }),
    await home.add({ content: 'Anna has a cat named Tom!', tags: ['home'] }),
  ];
  // Enough that one transaction cannot undo all of the run's changes.
  for (let n = 0; n < 10; n += 1) for (const end of ['', '!']) await home.add(`Ben sings song ${n}${end}`);
  await home.add('Anna no longer has a cat');
  const run = await runs.run(collectionId);
  expect(run).toMatchObject({ merged: 11, retired: 1 });
  const [, song] = run.proposals;
  expect(await runs.undo(run.id, [song.id])).toMatchObject({ restored: 1, run: { undone: false } });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 12, kept: [], run: { undone: true } });
  for (const { id, tags } of said) expect(await home.read(id)).toMatchObject({ status: 'CURRENT', tags });
});

test('undo of single proposals, even if concurrent, reports the correct state of the run', async () => {
  const { home, runs, collectionId } = await settle();
  const songs = await Promise.all([1, 2, 3].map((n) => home.add(`Ben sings song ${n}`)));
  for (const { content } of songs) await home.add(`${content}!`);
  const { id, proposals } = await runs.run(collectionId, { dryRun: true, steps: ['MERGE_SIMILAR'] });
  const [first, second, third] = proposals.map((proposal: { id: string }) => proposal.id);
  await runs.apply(id, [first, second]);
  const undone = await Promise.all([runs.undo(id, [first]), runs.undo(id, [first])]);
  expect(undone.map(({ reason, restored }) => reason ?? restored).sort()).toEqual([1, 'STATE']);
  // Another proposal of the run is still applied.
  expect(await runs.undo(id, [first])).toMatchObject({ reason: 'STATE', message: 'This was undone already' });
  expect(await runs.undo(id, [second])).toMatchObject({ restored: 1, run: { undone: true } });
  expect(await runs.undo(id, [third])).toMatchObject({
    reason: 'STATE',
    message: expect.stringContaining('Nothing of this was applied'),
  });
  for (const memory of songs) await lifecycle.update(home.viewer, { id: memory.id, tags: ['mine'] });
  expect(await runs.apply(id, [third])).toMatchObject({ stale: 1, run: { undone: true } });
});

test('undo restores memories whose replacement has been purged since', async () => {
  const { home, runs, collectionId } = await settle();
  const gone = [await home.add('Anna has a cat named Tom'), await home.add('Anna has a cat named Tom!')];
  const kept = await home.add('anna has a cat named tom!!');
  const lived = await home.add('Anna lives in Berlin.');
  const moved = await home.add('Anna moved to Munich.');
  const run = await runs.run(collectionId);
  expect(run).toMatchObject({ merged: 2, retired: 1 });
  expect(await home.read(lived.id)).toMatchObject({ supersededById: moved.id, validTo: moved.validFrom });
  for (const { id } of [kept, moved]) await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 3, kept: [], run: { merged: 0, retired: 0 } });
  for (const { id } of [...gone, lived]) {
    expect(await home.read(id)).toMatchObject({ status: 'CURRENT', supersededById: null, validTo: null });
  }
});

test('proposals are applied once, and those whose memories were changed or purged are stale', async () => {
  const { home, runs, collectionId } = await settle();
  for (const name of ['Tom', 'Tim', 'Kim']) await home.add(`Anna has a cat named ${name}`);
  const changed = await home.add('Anna has a cat named Tom!');
  const purged = await home.add('Anna has a cat named Tim!');
  await home.add('Anna has a cat named Kim!');
  const run = await runs.run(collectionId, { dryRun: true, steps: ['MERGE_SIMILAR'] });
  expect(run.proposals).toHaveLength(3);
  await lifecycle.update(home.viewer, { id: changed.id, tags: ['new'] });
  await lifecycle.forget(home.viewer, { id: purged.id, purge: true });
  // What was proposed for the purged one is STALE since the purge.
  expect(await runs.apply(run.id)).toMatchObject({ applied: 1, stale: 1, run: { merged: 1 } });
  expect(await runs.apply(run.id)).toMatchObject({ applied: 0, stale: 0 });
  const all = run.proposals.map(({ id }: { id: string }) => id);
  const states = (await runs.apply(run.id, all)).proposals.map(({ state }: { state: string }) => state);
  expect(states.sort()).toEqual(['APPLIED', 'STALE', 'STALE']);
});

test('of two proposals about one memory the second becomes stale, since the first changed it', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'] });
  const kept = await home.add({ content: 'Anna has a cat named Tom!', tags: ['home'] });
  await home.add('Anna no longer has a cat');
  const run = await runs.run(collectionId, { dryRun: true });
  expect(await runs.apply(run.id)).toMatchObject({ applied: 1, stale: 1 });
  expect(await home.read(kept.id)).toMatchObject({ status: 'CURRENT', tags: ['home', 'pets'] });
});

test('a tier set by hand is kept, even if it equals the previous one', async () => {
  const { home, runs, collectionId } = await settle();
  const [one, other] = [await home.add('Ben plays the piano'), await home.add('Ada sings')];
  await letPass(db, home, 30);
  const tierOf = async ({ id }: { readonly id: string }) => (await home.read(id)).tier;
  const found = await runs.run(collectionId, { dryRun: true });
  await lifecycle.update(home.viewer, { id: one.id, tier: 'ACTIVE' });
  expect(await runs.apply(found.id)).toMatchObject({ applied: 1, stale: 1 });
  expect([await tierOf(one), await tierOf(other)]).toEqual(['ACTIVE', 'STABLE']);
  await lifecycle.update(home.viewer, { id: other.id, tier: 'STABLE' });
  expect(await runs.undo(found.id)).toMatchObject({ restored: 0, kept: [{ id: idOf(other) }] });
  expect(await tierOf(other)).toBe('STABLE');
});

test('a collection has one run at a time, and a run can be cancelled at once and repeatedly', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  const { run } = await runs.start(collectionId);
  expect(run).toMatchObject({ status: 'QUEUED', progress: 0, startedAt: null });
  const second = {
    __typename: 'ConflictError',
    reason: 'RUN_IN_PROGRESS',
    current: { id: run.id, __typename: 'ConsolidationRun' },
  };
  expect(await runs.start(collectionId)).toMatchObject(second);
  expect(await runs.undo(run.id)).toMatchObject({ reason: 'STATE', message: expect.stringContaining('has not ended') });
  expect(await runs.cancel(run.id)).toMatchObject({ run: { status: 'CANCELLED' } });
  expect(await runs.cancel(run.id)).toMatchObject({ run: { status: 'CANCELLED' } });
  expect((await runs.run(collectionId)).status).toBe('SUCCEEDED');
  expect(await runs.read(run.id)).toMatchObject({ status: 'CANCELLED', scanned: 0 });
});

test('of many concurrent starts one wins, and the others receive its run', async () => {
  const { runs, collectionId } = await settle();
  const answers = await Promise.all(Array.from({ length: 6 }, () => runs.start(collectionId)));
  const [winner] = answers.filter(({ run }) => run);
  expect(answers.filter(({ run }) => run)).toHaveLength(1);
  for (const { current } of answers.filter(({ run }) => !run)) expect(current.id).toBe(winner.run.id);
  await jobs.processAll();
});

test('a run on an empty collection succeeds, and one on a deleted or foreign collection is not found', async () => {
  const { home, runs, collectionId } = await settle();
  expect(await runs.run(collectionId)).toMatchObject({ status: 'SUCCEEDED', scanned: 0, proposals: [] });
  const stranger = new Consolidations(api, jobs, makeViewer());
  const missing = { __typename: 'NotFoundError', missingId: collectionId };
  expect(await stranger.start(collectionId)).toMatchObject(missing);
  await api.services.deletions.deleteCollection(home.viewer, home.collection.id);
  expect(await runs.start(collectionId)).toMatchObject(missing);
});

test('a start whose collection is deleted meanwhile throws NotFoundError, even beside an active run', async () => {
  const { home, runs, collectionId } = await settle();
  expect((await runs.start(collectionId)).run.status).toBe('QUEUED');
  class DeletedOnceSeen extends CollectionService {
    override async require(...asked: Parameters<CollectionService['require']>) {
      const found = await super.require(...asked);
      await api.services.deletions.deleteCollection(...asked);
      return found;
    }
  }
  const service = new ConsolidationService(db, new DeletedOnceSeen(db), jobs);
  const started = service.start(home.viewer, { collectionId: home.collection.id, dryRun: false });
  await expect(started).rejects.toMatchObject({ missing: { type: 'Collection', id: home.collection.id } });
});

test('a run whose collection is deleted meanwhile ends and leaves nothing behind', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  const { run } = await runs.start(collectionId);
  await api.services.deletions.deleteCollection(home.viewer, home.collection.id);
  await jobs.processAll();
  expect(await runs.read(run.id)).toBeNull();
  expect(await logicalDump(db, home.viewer.accountId)).toEqual([]);
});

test('proposals of another run, unknown ones and an empty list are rejected, and nothing is applied', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const one = await runs.run(collectionId, { dryRun: true });
  const other = await runs.run(collectionId, { dryRun: true });
  const [{ id: mine }] = one.proposals;
  const [{ id: foreign }] = other.proposals;
  for (const act of ['apply', 'reject', 'undo'] as const) {
    expect(await runs[act](one.id, [mine, foreign])).toMatchObject({ __typename: 'NotFoundError', missingId: foreign });
    const unknown = encodeNodeId('ConsolidationProposal', newId());
    expect(await runs[act](one.id, [unknown])).toMatchObject({ missingId: unknown });
    expect(await runs[act](one.id, [])).toMatchObject({ issues: [{ path: ['input', 'proposalIds'] }] });
  }
  expect(await runs.undo(one.id)).toMatchObject({
    reason: 'STATE',
    message: expect.stringContaining('nothing to undo'),
  });
  expect(await runs.start(collectionId, { steps: [] })).toMatchObject({ issues: [{ path: ['input', 'steps'] }] });
});

test.each([0, 2, -1])('a threshold of %s is refused', async (duplicateThreshold) => {
  const { home } = await settle();
  const given = { id: home.collection.id, settings: { duplicateThreshold } };
  await expect(collections.update(home.viewer, given)).rejects.toMatchObject({
    issues: [{ path: ['settings', 'duplicateThreshold'] }],
  });
});

test('a run with a threshold of 1 succeeds', async () => {
  const { home, runs, collectionId } = await settle();
  await collections.update(home.viewer, { id: home.collection.id, settings: { duplicateThreshold: 1 } });
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named  Tom .');
  expect(await runs.run(collectionId)).toMatchObject({ status: 'SUCCEEDED' });
});

test('OPTIMIZE_INDEX needs the admin scope, changes no data, and reports the space of all accounts to operators', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  const source = 'mutation ($input: StartConsolidationInput!) { startConsolidation(input: $input) { __typename } }';
  const input = { collectionId, steps: ['OPTIMIZE_INDEX'] };
  for (const lack of [
    { scopes: new Set(['read', 'write'] as const) },
    { collectionIds: new Set([home.collection.id]) },
  ]) {
    const viewer = makeViewer({ accountId: home.viewer.accountId, ...lack });
    expect((await api.execute(viewer, source, { input })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  }
  await consumers.processAll();
  const before = await logicalDump(db, home.viewer.accountId);
  const run = await runs.run(collectionId, { steps: ['OPTIMIZE_INDEX', 'REEMBED'] });
  expect(run).toMatchObject({ status: 'SUCCEEDED', steps: ['REEMBED', 'OPTIMIZE_INDEX'] });
  expect(run.bytesBefore).toBeGreaterThan(0);
  expect(run.bytesAfter).toBeGreaterThan(0);
  expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
  const seen = 'query ($id: ID!) { consolidationRun(id: $id) { status bytesBefore bytesAfter } }';
  for (const lack of [{ scopes: new Set(['read'] as const) }, { collectionIds: new Set([home.collection.id]) }]) {
    const { consolidationRun } = await api.run({ ...home.viewer, ...lack }, seen, { id: run.id });
    expect(consolidationRun).toEqual({ status: 'SUCCEEDED', bytesBefore: null, bytesAfter: null });
  }
});

test('REEMBED embeds memories that are pending, failed or have another model’s vector, and a dry run only counts them', async () => {
  const { home, runs, collectionId } = await settle();
  const [waits, refused, moved] = [await home.add('one'), await home.add('two'), await home.add('three')];
  await home.add('four');
  const { accountId } = home.viewer;
  const vectors = () => db.selectFrom('memory_embedding').select('memory_id').where('account_id', '=', accountId);
  await db
    .deleteFrom('memory_embedding')
    .where('account_id', '=', accountId)
    .where('memory_id', 'in', [waits.id, refused.id])
    .execute();
  await db
    .updateTable('memory_embedding')
    .set({ model: 'former' })
    .where('account_id', '=', accountId)
    .where('memory_id', '=', moved.id)
    .execute();
  const mark = (id: string, embedding_status: 'PENDING' | 'FAILED') =>
    db
      .updateTable('memory')
      .set({ embedding_status })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .execute();
  await mark(waits.id, 'PENDING');
  await mark(refused.id, 'FAILED');
  expect(await runs.run(collectionId, { steps: ['REEMBED'], dryRun: true })).toMatchObject({ scanned: 3 });
  expect((await home.read(waits.id)).embeddingStatus).toBe('PENDING');
  expect(await runs.run(collectionId, { steps: ['REEMBED'] })).toMatchObject({ status: 'SUCCEEDED', scanned: 3 });
  for (const { id } of [waits, refused, moved])
    expect(await home.read(id)).toMatchObject({ embeddingStatus: 'READY', revision: 1 });
  expect(await vectors().where('model', '<>', 'former').execute()).toHaveLength(4);
});

test('writes continue during a run: none is lost, and undo leaves them alone', async () => {
  const { home, runs, collectionId } = await settle();
  for (let n = 0; n < 20; n += 1) {
    await home.add(`Anna has a cat with ${n} kittens`);
    await home.add(`Anna has a cat with ${n} kittens!`);
  }
  const { run } = await runs.start(collectionId);
  const [written] = await Promise.all([
    Promise.all(Array.from({ length: 40 }, (_, n) => home.add(`Ben plays song number ${n}`))),
    jobs.processAll(),
  ]);
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', merged: 20 });
  expect(await home.count()).toBe(60);
  expect(await runs.undo(run.id)).toMatchObject({ restored: 20, kept: [] });
  expect(await home.count()).toBe(80);
  expect(new Set(written.map(({ id }) => id)).size).toBe(40);
});

test('a run scans only what existed at its start, so that it ends however fast others write', async () => {
  const { home, runs, collectionId } = await settle();
  for (const name of ['Anna', 'Ben']) await home.add(`${name} has a cat`);
  const { run } = await runs.start(collectionId, { steps: ['MERGE_SIMILAR', 'RETIRE_OUTDATED'] });
  const { accountId } = home.viewer;
  await sql`update consolidation_run set started_at = now() where account_id = ${accountId}`.execute(db);
  const late = await home.add('Carla has a cat');
  await sql`update memory set created_at = now() + interval '1 s' where account_id = ${accountId} and id = ${late.id}`.execute(
    db,
  );
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', scanned: 4 });
});

// As a role or database may be configured.
test('a run can be inserted under generic plans, one per collection', async () => {
  const { home } = await settle();
  const run = { accountId: home.viewer.accountId, collectionId: home.collection.id, origin: 'ASKED' } as const;
  await db.transaction().execute(async (transaction) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(transaction);
    const insert = () =>
      insertRun(transaction, { ...run, id: newId(), status: 'QUEUED', dryRun: true, steps: [], startedBy: 'tester' });
    expect([await insert(), await insert()]).toEqual([true, false]);
  });
});

test('a proposal reveals nothing of a forgotten memory, before or after it is applied', async () => {
  const { home, runs, collectionId } = await settle();
  const first = await home.add('Anna has a cat named Tom');
  const second = await home.add('anna has a cat named tom!');
  const proposed = await runs.run(collectionId, { dryRun: true });
  const { run } = await runs.apply((await runs.run(collectionId)).id);
  expect((await runs.read(run.id)).proposals).toMatchObject([{ state: 'APPLIED', result: { id: idOf(second) } }]);
  await lifecycle.forget(home.viewer, { id: second.id });
  const nothingOfIt = { sources: [{ id: idOf(first) }], proposedContent: null, result: null };
  expect((await runs.read(proposed.id)).proposals).toMatchObject([nothingOfIt]);
  expect((await runs.read(run.id)).proposals).toMatchObject([nothingOfIt]);
  await lifecycle.restore(home.viewer, { id: second.id });
  expect((await runs.read(run.id)).proposals).toMatchObject([{ sources: [{}, {}], result: { id: idOf(second) } }]);
});
