import { expect, test } from 'vitest';
import { runLifecycle } from '../../../src/consolidation/lifecycle.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { Consolidations, proposeRetiring } from '../../support/consolidation.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { mutate, remember } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);

const facts = [
  'Anna lives in Berlin',
  'Ben lives in Berlin, too',
  'The zoo of Berlin has a panda',
  'A flat in Ulm is hers',
];
const [, beside, , news] = facts;

/** Four facts, of which the last is proposed to outdate the first; `validity` is of the last. */
async function settle(validity: { readonly validFrom?: string; readonly validTo?: string } = {}) {
  const { viewer, id, ids } = await remember(
    api,
    facts.map((content) => ({ content, ...(content === news ? validity : {}) })),
  );
  const { runId } = await proposeRetiring(db, viewer, id, ids[0] ?? '', ids[3] ?? '');
  const runs = new Consolidations(api, jobs, viewer);
  const ran = encodeNodeId('ConsolidationRun', runId);
  const proposals = async () => (await runs.read(ran)).proposals.map((proposal: { id: string }) => proposal.id);
  const outdating = async () => {
    const { memory } = await api.run(
      viewer,
      'query ($id: ID!) { memory(id: $id) { probablyOutdatedBy { content } } }',
      { id: ids[0] },
    );
    return memory.probablyOutdatedBy.map(({ content }: { content: string }) => content);
  };
  const shown = async () => {
    const { context } = await api.run(
      viewer,
      'query ($message: String!) { context(input: { message: $message }) { sections { memories { content } } } }',
      { message: 'Who lives in Berlin?' },
    );
    return context.sections[0].memories.map(({ content }: { content: string }) => content);
  };
  return { viewer, id, ids, runs, ran, proposals, outdating, shown };
}

test('a memory names what has probably outdated it, and a context shows that right behind it, until somebody decides', async () => {
  const { runs, ran, proposals, outdating, shown } = await settle();
  expect(await outdating()).toEqual([news]);
  expect((await shown()).slice(0, 3)).toEqual([facts[0], news, beside]);
  await runs.reject(ran, await proposals());
  expect(await outdating()).toEqual([]);
  expect((await shown()).slice(0, 2)).toEqual([facts[0], beside]);
});

test('what has outdated that in turn follows it', async () => {
  const { viewer, id, ids, shown } = await settle();
  const content = 'The keys are with Silke again';
  const { memory } = await mutate(api, viewer, 'addMemory', { collectionId: id, memory: { content } }, 'memory { id }');
  await proposeRetiring(db, viewer, id, ids[3] ?? '', memory.id);
  // Proposals that go round in a circle end nowhere.
  await proposeRetiring(db, viewer, id, memory.id, ids[0] ?? '');
  expect((await shown()).slice(0, 4)).toEqual([facts[0], news, content, beside]);
});

test('what was applied is superseded, and no longer probable', async () => {
  const { runs, ran, outdating, shown } = await settle();
  await runs.apply(ran);
  expect(await outdating()).toEqual([]);
  expect(await shown()).not.toContain(facts[0]);
});

test('what was forgotten outdates nothing', async () => {
  const { viewer, ids, outdating, shown } = await settle();
  await mutate(api, viewer, 'forgetMemory', { id: ids[3] });
  expect(await outdating()).toEqual([]);
  expect((await shown()).slice(0, 2)).toEqual([facts[0], beside]);
});

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const past = { validFrom: '2020-01-01T00:00:00.000Z', validTo: '2021-01-01T00:00:00.000Z' };

test.each([
  ['does not hold yet', { validFrom: tomorrow }],
  ['holds no longer', past],
])('what %s outdates nothing now', async (_, validity) => {
  const { outdating, shown } = await settle(validity);
  expect(await outdating()).toEqual([]);
  expect((await shown()).slice(0, 2)).toEqual([facts[0], beside]);
});

test.each([
  ['before', false],
  ['after', true],
])(
  'what is retired for something to come is found until that holds, and an undo %s gives it back',
  async (_, isOver) => {
    const { viewer, ids, runs, ran, shown } = await settle({ validFrom: tomorrow });
    const source = 'query ($id: ID!) { memory(id: $id) { status validTo } }';
    const read = async () => (await api.run(viewer, source, { id: ids[0] })).memory;
    expect(await runs.apply(ran)).toMatchObject({ applied: 1, stale: 0 });
    expect(await read()).toEqual({ status: 'CURRENT', validTo: tomorrow });
    expect((await shown()).slice(0, 2)).toEqual([facts[0], beside]);
    if (isOver) {
      await db
        .updateTable('memory')
        .set({ valid_to: new Date() })
        .where('account_id', '=', viewer.accountId)
        .where('valid_to', 'is not', null)
        .execute();
      await runLifecycle({ db, jobs, undoDays: 30, beforePurge: [] }, new AbortController().signal);
      expect(await read()).toMatchObject({ status: 'SUPERSEDED' });
    }
    await runs.undo(ran);
    expect(await read()).toEqual({ status: 'CURRENT', validTo: null });
  },
);

test('at most three are named, those stored last first, for many memories in one statement', async () => {
  const { viewer, id, ids } = await remember(api, ['old', 'other', 'one', 'two', 'three', 'four']);
  const [old = '', other = '', ...later] = ids;
  for (const by of later) await proposeRetiring(db, viewer, id, old, by);
  await proposeRetiring(db, viewer, id, other, later[0] ?? '');
  const source = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Memory { probablyOutdatedBy { content } } } }';
  const read = () => api.run(viewer, source, { ids: [old, other] });
  const contents = (...names: readonly string[]) => ({ probablyOutdatedBy: names.map((content) => ({ content })) });
  expect((await read()).nodes).toEqual([contents('four', 'three', 'two'), contents('one')]);
  const statements = await countStatements(read);
  expect(statements.filter((text) => text.includes('proposal_memory'))).toHaveLength(1);
});

test('a viewer limited to another collection sees neither', async () => {
  const { viewer, ids } = await settle();
  const limited = { ...viewer, collectionIds: new Set<string>() };
  const { memory } = await api.run(limited, 'query ($id: ID!) { memory(id: $id) { probablyOutdatedBy { id } } }', {
    id: ids[0],
  });
  expect(memory).toBeNull();
});
