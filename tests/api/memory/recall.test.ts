import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute, recalls } = api;

async function search(viewer: Viewer, query: string, first = 20) {
  await run(
    viewer,
    'query ($query: String!, $first: Int!) { search(input: { query: $query }, first: $first) { edges { node { id } } } }',
    { query, first },
  );
  await recalls.flush();
}

const state = 'content accessCount lastAccessedAt resonance tier revision updatedAt';
const read = async (viewer: Viewer, id: string) =>
  (await run(viewer, `query ($id: ID!) { memory(id: $id) { ${state} } }`, { id })).memory;

test('a search raises the resonance of what it returned; plain reads do not', async () => {
  const { viewer, id, ids } = await remember(api, ['the cello is old', 'the cello is loud', 'peanuts']);
  const [first = ''] = ids;
  const before = await read(viewer, first);
  expect(before).toMatchObject({ accessCount: 0, lastAccessedAt: null, resonance: 0, tier: 'ACTIVE' });
  await run(viewer, `{ memories { edges { node { ${state} } } } }`);
  await run(viewer, 'query ($id: ID!) { collection(id: $id) { memories { edges { node { content } } } } }', { id });
  await recalls.flush();
  expect(await read(viewer, first)).toEqual(before);
  await search(viewer, 'cello');
  const once = await read(viewer, first);
  expect(once).toMatchObject({ accessCount: 1, lastAccessedAt: expect.any(String) });
  expect(once.resonance).toBeCloseTo(1, 4);
  expect(once).toMatchObject({ revision: before.revision, updatedAt: before.updatedAt });
  await search(viewer, 'cello');
  expect((await read(viewer, first)).resonance).toBeCloseTo(2, 4);
});

test('recalls are written after the answer of a search, and count only the returned page', async () => {
  const { viewer } = await remember(api, ['the cello is old', 'the cello is loud', 'the cello is here']);
  await search(viewer, 'cello', 2);
  const { memories } = await run(viewer, '{ memories { edges { node { accessCount } } } }');
  const counts = memories.edges.map(({ node }: { node: { accessCount: number } }) => node.accessCount);
  expect(counts.toSorted()).toEqual([0, 1, 1]);
  await run(viewer, '{ search(input: { query: "cello" }) { edges { node { id } } } }');
  expect((await run(viewer, '{ memories { edges { node { accessCount } } } }')).memories).toEqual(memories);
});

test('recalls raise no revision of the collection', async () => {
  const { viewer, id } = await remember(api, ['the cello is old', 'the cello is loud']);
  const collection = 'query ($id: ID!) { collection(id: $id) { revision updatedAt } }';
  const before = await run(viewer, collection, { id });
  await search(viewer, 'cello');
  await run(viewer, '{ bootstrap { tookMs } }');
  await recalls.flush();
  expect(await run(viewer, collection, { id })).toEqual(before);
});

test('lists by resonance and by last access, descending', async () => {
  const { viewer } = await remember(api, ['cello one', 'cello two', 'cello three', 'peanuts']);
  await search(viewer, 'one', 1);
  await search(viewer, 'one', 1);
  await search(viewer, 'three', 1);
  const list = async (order: string) =>
    (await run(viewer, `{ memories(orderBy: ${order}) { edges { node { content } } } }`)).memories.edges.map(
      ({ node }: { node: { content: string } }) => node.content,
    );
  expect(await list('RESONANCE_DESC')).toEqual(['cello one', 'cello three', 'peanuts', 'cello two']);
  expect((await list('ACCESSED_DESC')).slice(0, 2)).toEqual(['cello three', 'cello one']);
});

test('pages through memories by resonance, each once', async () => {
  const { viewer } = await remember(
    api,
    Array.from({ length: 12 }, (_, n) => `cello number ${n}`),
  );
  await search(viewer, 'cello number 3', 5);
  await search(viewer, 'cello number 4', 3);
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const { memories } = await run(
      viewer,
      `{ memories(orderBy: RESONANCE_DESC, first: 2${after}) { edges { node { content } } pageInfo { hasNextPage endCursor } } }`,
    );
    seen.push(...memories.edges.map(({ node }: { node: { content: string } }) => node.content));
    if (!memories.pageInfo.hasNextPage) break;
    after = `, after: "${memories.pageInfo.endCursor}"`;
  }
  expect(seen).toHaveLength(12);
  expect(new Set(seen).size).toBe(12);
});

test('memories recalled together are related, most frequent first, as long as they are CURRENT', async () => {
  const { viewer, ids } = await remember(api, ['red cello', 'red violin', 'cello lessons', 'peanuts']);
  const [cello = '', violin = '', lessons = ''] = ids;
  await search(viewer, 'red', 2);
  await search(viewer, 'cello', 2);
  await search(viewer, 'red', 2);
  const related = `query ($id: ID!, $first: Int!) { memory(id: $id) { related(first: $first) { coOccurrences memory { content } } } }`;
  const all = (await run(viewer, related, { id: cello, first: 10 })).memory.related;
  expect(all).toEqual([
    { coOccurrences: 2, memory: { content: 'red violin' } },
    { coOccurrences: 1, memory: { content: 'cello lessons' } },
  ]);
  expect((await run(viewer, related, { id: cello, first: 1 })).memory.related).toEqual(all.slice(0, 1));
  expect((await run(viewer, related, { id: cello, first: 0 })).memory.related).toEqual([]);
  expect((await run(viewer, related, { id: lessons, first: 5 })).memory.related).toMatchObject([{ coOccurrences: 1 }]);
  await run(viewer, 'mutation ($id: ID!) { forgetMemory(input: { id: $id }) { __typename } }', { id: violin });
  expect((await run(viewer, related, { id: cello, first: 10 })).memory.related).toEqual(all.slice(1));
  const { errors } = await execute(viewer, related, { id: cello, first: 101 });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('first') }]);
});

test('related memories of a page take one statement, and one more per level of nesting', async () => {
  const { viewer } = await remember(api, ['red cello', 'red violin', 'red piano', 'red harp']);
  await search(viewer, 'red');
  const page = (inner: string) => `{ memories { edges { node { id ${inner} } } } }`;
  const count = async (inner: string) => (await countStatements(() => run(viewer, page(inner)))).length;
  const plain = await count('');
  expect(await count('related { memory { content } }')).toBe(plain + 1);
  expect(await count('related { memory { related(first: 3) { coOccurrences memory { id } } } }')).toBe(plain + 2);
  expect(await count('resonance')).toBe(plain + 1);
});

test('another account, or a viewer limited to one collection, does not see related memories', async () => {
  const { viewer, id, ids } = await remember(api, ['red cello']);
  const other = await remember(api, ['red violin'], viewer);
  await search(viewer, 'red');
  const related = '{ memories { edges { node { related { memory { content } } } } } }';
  const texts = async (who: Viewer) => JSON.stringify(await run(who, related));
  expect(await texts(viewer)).toContain('violin');
  const { services } = makeApi(db);
  const collections = await services.collections.byIds(viewer, await services.collections.tree(viewer, null));
  const mine = collections.filter(({ memoryCount }) => memoryCount === 1).map((one) => one.id);
  expect(mine).toHaveLength(2);
  for (const only of mine) {
    const narrowed = await run({ ...viewer, collectionIds: new Set([only]) }, related);
    expect(narrowed.memories.edges).toEqual([{ node: { related: [] } }]);
  }
  expect(await texts(makeViewer())).not.toContain('red');
  expect([id, other.id, ...ids, ...other.ids]).toHaveLength(4);
});

test('bootstrap returns each tier, counts as a recall, and relates nothing', async () => {
  const { viewer, id, ids } = await remember(api, ['one', 'two', 'three']);
  const [one = '', two = '', three = ''] = ids;
  const setTier = (memoryId: string, tier: string) =>
    run(viewer, `mutation ($id: ID!) { updateMemory(input: { id: $id, tier: ${tier} }) { __typename } }`, {
      id: memoryId,
    });
  await setTier(two, 'THREAD');
  await setTier(three, 'STABLE');
  const query = `query ($ids: [ID!]) { bootstrap(collectionIds: $ids) {
    active { content } thread { content } stable { content } tookMs } }`;
  const answer = { active: [{ content: 'one' }], thread: [{ content: 'two' }], stable: [{ content: 'three' }] };
  expect((await run(viewer, query, { ids: [id] })).bootstrap).toMatchObject({ ...answer, tookMs: expect.any(Number) });
  expect((await run(viewer, query)).bootstrap).toMatchObject(answer);
  await recalls.flush();
  expect(await read(viewer, one)).toMatchObject({ accessCount: 2, tier: 'ACTIVE' });
  expect(await read(viewer, three)).toMatchObject({ accessCount: 2, tier: 'STABLE' });
  const { memory } = await run(viewer, 'query ($id: ID!) { memory(id: $id) { related { coOccurrences } } }', {
    id: one,
  });
  expect(memory.related).toEqual([]);
  const stranger = (await run(makeViewer(), query, { ids: [id] })).bootstrap;
  expect(stranger).toMatchObject({ active: [], thread: [], stable: [] });
});

test('bootstrap takes one statement', async () => {
  const { viewer } = await remember(api, ['one', 'two', 'three']);
  const statements = await countStatements(() =>
    run(viewer, '{ bootstrap { active { content } thread { content } stable { content } } }'),
  );
  expect(statements).toHaveLength(1);
});

test.each([
  ['limit: 0', 'limit'],
  ['limit: 201', 'limit'],
  ['limit: -1', 'limit'],
  ['collectionIds: []', 'collectionIds'],
])('bootstrap refuses %s', async (args, argument) => {
  const { data, errors } = await execute(makeViewer(), `{ bootstrap(${args}) { tookMs } }`);
  expect(data).toEqual({ bootstrap: null });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(argument) }]);
});
