import { expect, test } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { type Household, memoryServices } from '../support/memories.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const services = memoryServices(db);
const { lifecycle } = services;

const settle = () => settleIn(db, api, jobs);
const day = (text: string) => new Date(`${text}T00:00:00Z`);

/** Adds a memory that is old enough for another tier. */
async function addLongAgo(home: Household, content: string): Promise<void> {
  const { id } = await home.add(content);
  await db
    .updateTable('memory')
    .set({ created_at: day('2024-01-01') })
    .where('account_id', '=', home.viewer.accountId)
    .where('id', '=', id)
    .execute();
}

test('rejected proposals are not applied, and are not proposed again', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const run = await runs.run(collectionId, { dryRun: true });
  const [{ id }] = run.proposals;
  expect(await runs.reject(run.id, [id])).toMatchObject({ proposals: [{ state: 'REJECTED' }] });
  expect(await runs.apply(run.id)).toMatchObject({ applied: 0 });
  expect((await runs.run(collectionId)).proposals).toEqual([]);
});

test.each([
  ['merge', ['Anna has a cat named Tom', 'Anna has a cat named Tom!', 'Anna has a cat named Tom...']],
  ['retirement', ['The rent is 850 euros a month.', 'The rent is 920 euros a month now.']],
])('a rejected %s is rejected in other runs, too, but not what they propose besides', async (_, contents) => {
  const { home, runs, collectionId } = await settle();
  for (const content of contents) await home.add(content);
  const [first, second] = [
    await runs.run(collectionId, { dryRun: true }),
    await runs.run(collectionId, { dryRun: true }),
  ];
  await home.add('Ben plays the piano');
  await home.add('Ben plays the piano!');
  const third = await runs.run(collectionId, { dryRun: true });
  expect([first, second, third].map(({ proposals }) => proposals.length)).toEqual([1, 1, 2]);
  await runs.reject(first.id, [first.proposals[0].id]);
  expect(await runs.apply(second.id)).toMatchObject({ applied: 0, stale: 0 });
  expect(await runs.apply(third.id)).toMatchObject({ applied: 1, stale: 0 });
});

test('what was applied is out of date where other runs propose it, and is told of them', async () => {
  const { home, runs, collectionId } = await settle();
  for (const content of ['The rent is 850 euros a month.', 'The rent is 920 euros a month now.'])
    await home.add(content);
  for (const name of ['Tom', 'Tom!']) await home.add(`Anna has a cat named ${name}`);
  await addLongAgo(home, 'Ben plays the piano');
  const copy = await runs.run(collectionId, { dryRun: true });
  await home.add('Carl has a dog named Rex');
  await home.add('Carl has a dog named Rex!');
  const wider = await runs.run(collectionId, { dryRun: true });
  const kinds = (proposals: { kind: string; state: string }[]) =>
    proposals.map(({ kind, state }) => `${kind} ${state}`).sort();
  expect(kinds(copy.proposals)).toEqual(['CHANGE_TIER PROPOSED', 'MERGE PROPOSED', 'RETIRE PROPOSED']);
  expect(await runs.apply(copy.id)).toMatchObject({ applied: 3, stale: 0 });
  expect(kinds((await runs.read(wider.id)).proposals)).toEqual([
    'CHANGE_TIER STALE',
    'MERGE PROPOSED',
    'MERGE STALE',
    'RETIRE STALE',
  ]);
  const told = await db
    .selectFrom('event')
    .select('subject_id')
    .where('account_id', '=', home.viewer.accountId)
    .where('type', '=', 'ConsolidationDecided')
    .execute();
  const ids = told.map(({ subject_id }) => encodeNodeId('ConsolidationRun', subject_id));
  expect(new Set(ids)).toEqual(new Set([copy.id, wider.id]));
  expect(await runs.apply(wider.id)).toMatchObject({ applied: 1, stale: 0 });
});

test('a collection lists what its runs propose, newest first and page by page, without what those of its children do', async () => {
  const { home, runs, collectionId } = await settle();
  const child = await services.collections.create(home.viewer, { name: 'Garage', parentId: home.collection.id });
  for (const content of ['The car is red', 'The car is red!'])
    await services.memories.add(home.viewer, child.id, { content });
  await runs.run(encodeNodeId('Collection', child.id), { dryRun: true });
  for (const name of ['Tom', 'Rex', 'Kitty']) {
    for (const end of ['', '!']) await home.add(`${name} is at home${end}`);
    await runs.run(collectionId, { dryRun: name !== 'Rex' });
  }
  const list = async (args: string) => {
    const source = `query ($id: ID!) { collection(id: $id) { proposals(${args}) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { state sources { content } } } } } }`;
    const { proposals } = (await api.run(home.viewer, source, { id: collectionId })).collection;
    const told = proposals.edges.map(
      ({ node }: { node: { state: string; sources: { content: string }[] } }) =>
        `${node.sources[0]?.content.split(' ')[0]} ${node.state}`,
    );
    return { ...proposals.pageInfo, totalCount: proposals.totalCount, told };
  };
  const all = ['Kitty PROPOSED', 'Rex APPLIED', 'Tom APPLIED', 'Tom STALE'];
  expect(await list('first: 10')).toMatchObject({ told: all, totalCount: 4, hasNextPage: false });
  const page = await list('first: 3');
  expect(page).toMatchObject({ told: all.slice(0, 3), hasNextPage: true });
  expect((await list(`first: 3, after: "${page.endCursor}"`)).told).toEqual(all.slice(3));
  expect(await list('states: [PROPOSED]')).toMatchObject({ told: ['Kitty PROPOSED'], totalCount: 1 });
  expect(await list('kinds: [RETIRE]')).toMatchObject({ told: [], totalCount: 0 });
});

test('the same proposals applied in two runs at once take effect once each', async () => {
  const { home, runs, collectionId } = await settle();
  for (const name of ['Tom', 'Tom!']) await home.add(`Anna has a cat named ${name}`);
  for (const name of ['Rex', 'Rex!']) await home.add(`Carl has a dog named ${name}`);
  const both = [await runs.run(collectionId, { dryRun: true }), await runs.run(collectionId, { dryRun: true })];
  const answers = await Promise.all(both.map(({ id }) => runs.apply(id)));
  expect(answers.reduce((sum, { applied }) => sum + applied, 0)).toBe(2);
  const states = await Promise.all(both.map(async ({ id }) => (await runs.read(id)).proposals));
  expect(
    states
      .flat()
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['APPLIED', 'APPLIED', 'STALE', 'STALE']);
});

test('what was undone is not open where other runs propose it, and nothing is named as probably outdated any more', async () => {
  const { home, runs, collectionId } = await settle();
  for (const content of ['The rent is 850 euros a month.', 'The rent is 920 euros a month now.'])
    await home.add(content);
  for (const name of ['Tom', 'Tom!', 'Tom...']) await home.add(`Anna has a cat named ${name}`);
  const copy = await runs.run(collectionId, { dryRun: true });
  const run = await runs.run(collectionId);
  expect(run).toMatchObject({ merged: 2, retired: 1 });
  // The two that were merged and the one that was retired came back; the one that the merge kept had stayed.
  expect(await runs.undo(run.id)).toMatchObject({ restored: 3, run: { undone: true, merged: 0, retired: 0 } });
  const states = async (id: string) => (await runs.read(id)).proposals.map(({ state }: { state: string }) => state);
  expect(await states(run.id)).toEqual(['UNDONE', 'UNDONE']);
  expect(await states(copy.id)).toEqual(['STALE', 'STALE']);
  const source =
    'query ($id: ID!) { collection(id: $id) { memories(first: 10) { edges { node { probablyOutdatedBy { id } } } } } }';
  const { collection } = await api.run(home.viewer, source, { id: collectionId });
  expect(collection.memories.edges).toEqual(Array.from({ length: 5 }, () => ({ node: { probablyOutdatedBy: [] } })));
});

test.each([
  ['merged', 'MERGE', ['Anna has a cat named Tom', 'Anna has a cat named Tom!']],
  ['outdated', 'RETIRE', ['The rent is 850 euros a month.', 'The rent is 920 euros a month now.']],
])('what was %s and then restored by hand is not proposed again', async (_, kind, contents) => {
  const { home, runs, collectionId } = await settle();
  const [first] = [await home.add(contents[0] ?? ''), await home.add(contents[1] ?? '')];
  expect((await runs.run(collectionId)).proposals).toMatchObject([{ kind, state: 'APPLIED' }]);
  expect(await home.read(first.id)).toMatchObject({ status: 'SUPERSEDED' });
  await lifecycle.restore(home.viewer, { id: first.id });
  expect((await runs.run(collectionId)).proposals).toEqual([]);
  expect(await home.read(first.id)).toMatchObject({ status: 'CURRENT' });
});

test('what was merged into the same memory and then restored by hand is not merged with each other', async () => {
  const { home, runs, collectionId } = await settle();
  const contents = ['Anna has a cat named Tom', 'Anna has a cat named Tom!', 'Anna has a cat named Tom...'];
  const added = [];
  for (const content of contents) added.push(await home.add(content));
  expect((await runs.run(collectionId)).proposals).toMatchObject([{ kind: 'MERGE', state: 'APPLIED' }]);
  for (const { id } of added) await lifecycle.restore(home.viewer, { id });
  expect((await runs.run(collectionId)).proposals).toEqual([]);
  expect(await home.count()).toBe(3);
});

test('rejected or undone changes of a single memory, its retirement or tier, are not proposed again', async () => {
  const { home, runs, collectionId } = await settle();
  await home.add({ content: 'The ticket is valid', validFrom: day('2024-01-01'), validTo: day('2024-02-01') });
  await addLongAgo(home, 'Ben plays the piano');
  const run = await runs.run(collectionId, { dryRun: true });
  expect(run.proposals).toMatchObject([{ kind: 'RETIRE' }, { kind: 'CHANGE_TIER', proposedTier: 'STABLE' }]);
  const [retire, tier] = run.proposals;
  await runs.reject(run.id, [retire.id]);
  expect(await runs.apply(run.id, [tier.id])).toMatchObject({ applied: 1 });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1 });
  expect((await runs.run(collectionId)).proposals).toEqual([]);
});

test('an undo leaves a memory alone that was edited after its validity had ended and it was retired', async () => {
  const { home, runs, collectionId } = await settle();
  const { id, content } = await home.add({
    content: 'The ticket is valid',
    validFrom: day('2024-01-01'),
    validTo: day('2024-02-01'),
  });
  const run = await runs.run(collectionId);
  await lifecycle.update(home.viewer, { id, tags: ['by hand'] });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 0, kept: [{ content }], run: { undone: false } });
  expect(await home.read(id)).toMatchObject({ status: 'SUPERSEDED', tags: ['by hand'] });
});

test.each([
  ['restores a memory whose outdating one was purged since', {}, { restored: 1, kept: [] }],
  ['leaves it alone if it was also edited', { tags: ['by hand'] }, { restored: 0, kept: [{}] }],
])('an undo %s', async (_, edit, undone) => {
  const { home, runs, collectionId } = await settle();
  const former = await home.add({ content: 'The rent is 850 euros a month.', validFrom: day('2024-01-01') });
  const later = await home.add({ content: 'The rent is 920 euros a month now.', validFrom: day('2025-01-01') });
  const run = await runs.run(collectionId, { steps: ['RETIRE_OUTDATED'] });
  expect(await home.read(former.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: later.id });
  await lifecycle.forget(home.viewer, { id: later.id, purge: true });
  await lifecycle.update(home.viewer, { id: former.id, ...edit });
  expect(await runs.undo(run.id)).toMatchObject(undone);
});

test('an undo that can restore no memory of a merge leaves the merge as it is, and works once it can', async () => {
  const { home, runs, collectionId } = await settle();
  const all = [
    await home.add({ content: 'Anna has a cat named Tom', tags: ['pets'] }),
    await home.add({ content: 'Anna has a cat named Tom!', tags: ['cats'] }),
  ];
  const run = await runs.run(collectionId, { steps: ['MERGE_SIMILAR'] });
  const read = await Promise.all(all.map(({ id }) => home.read(id)));
  const [gone, kept] = [
    read.find(({ status }) => status === 'SUPERSEDED'),
    read.find(({ status }) => status === 'CURRENT'),
  ];
  if (!gone || !kept) throw new Error('nothing was merged');
  const twin = await home.add(gone.content);
  const undone = await runs.undo(run.id);
  expect(undone).toMatchObject({ restored: 0, run: { undone: false, merged: 1 }, proposals: [{ state: 'APPLIED' }] });
  expect(undone.kept).toHaveLength(2);
  expect(await home.read(kept.id)).toMatchObject({ revision: kept.revision, tags: kept.tags });
  await lifecycle.forget(home.viewer, { id: twin.id });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 2, kept: [], run: { undone: true, merged: 0 } });
});

test('what consolidation merged is not superseded again by restoring the memory that it was merged into', async () => {
  const { home, runs, collectionId } = await settle();
  const all = [await home.add('Anna has a cat named Tom'), await home.add('Anna has a cat named Tom!')];
  await runs.run(collectionId);
  const read = await Promise.all(all.map(({ id }) => home.read(id)));
  const gone = read.find(({ status }) => status === 'SUPERSEDED')?.id ?? '';
  const kept = read.find(({ status }) => status === 'CURRENT')?.id ?? '';
  await lifecycle.restore(home.viewer, { id: gone });
  await lifecycle.forget(home.viewer, { id: kept });
  expect(await lifecycle.restore(home.viewer, { id: kept })).toMatchObject({ superseded: null });
  expect(await home.count()).toBe(2);
});
