import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate, remember } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

const collectionWith = (count: number) =>
  remember(
    api,
    Array.from({ length: count }, (_, n) => ({ content: `note ${n}`, kind: 'FACT', tags: [`t${n % 2}`] })),
  );

test('a page of 20 memories with collections and links takes four statements', async () => {
  const { viewer } = await collectionWith(25);
  const statements = await countStatements(() =>
    run(
      viewer,
      '{ memories(first: 20) { edges { node { content collection { name } supersedes { id } supersededBy { id } } } } }',
    ),
  );
  expect(statements).toHaveLength(4);
});

test('a page of 20 collections with their memories takes three statements', async () => {
  const viewer = makeViewer();
  await mutate(api, viewer, 'createCollection', { name: 'no 0' }, 'collection { id }');
  for (let n = 1; n < 20; n += 1) {
    const memories = Array.from({ length: n }, (_, k) => `memory ${k}`);
    await remember(api, memories, viewer, { name: `no ${n}` });
  }
  const statements = await countStatements(async () => {
    const { collections } = await run(
      viewer,
      '{ collections { edges { node { memories(first: 3) { totalCount edges { node { content } } } } } } }',
    );
    for (const [n, { node }] of collections.edges.entries()) {
      expect(node.memories.totalCount).toBe(n);
      expect(node.memories.edges).toHaveLength(Math.min(n, 3));
    }
  });
  expect(statements).toHaveLength(3);
});

test('pages forward through a list, each memory once, and reads the last page', async () => {
  const { viewer, id } = await collectionWith(25);
  const page = (args: string) =>
    run(
      viewer,
      `query ($id: ID!) { collection(id: $id) { memories(${args}) {
      totalCount edges { cursor node { content } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } } }`,
      { id },
    );
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const { memories } = (await page(`first: 10, orderBy: CREATED_ASC${after}`)).collection;
    seen.push(...memories.edges.map((edge: { node: { content: string } }) => edge.node.content));
    expect(memories.totalCount).toBe(25);
    if (!memories.pageInfo.hasNextPage) break;
    after = `, after: "${memories.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `note ${n}`));
  const { memories: last } = (await page('last: 3, orderBy: CREATED_ASC')).collection;
  expect(last.edges.map((edge: { node: { content: string } }) => edge.node.content)).toEqual([
    'note 22',
    'note 23',
    'note 24',
  ]);
  expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
});

test.each(['CREATED_ASC', 'CREATED_DESC', 'VALID_FROM_ASC', 'VALID_FROM_DESC', 'RESONANCE_DESC'])(
  'pages backward through the root list: %s',
  async (order) => {
    const { viewer, id } = await collectionWith(12);
    const { collection: other } = await mutate(api, viewer, 'createCollection', { name: 'other' }, 'collection { id }');
    for (const [collectionId, content] of [
      [other.id, 'other 0'],
      [id, 'note 12'],
      [other.id, 'other 1'],
    ])
      await mutate(api, viewer, 'addMemory', { collectionId, memory: { content } }, 'outcome');
    const page = async (args: string) => {
      const { memories } = await run(
        viewer,
        `{ memories(orderBy: ${order}, ${args}) { edges { node { id } } pageInfo { hasPreviousPage startCursor } } }`,
      );
      return { ...memories.pageInfo, ids: memories.edges.map(({ node }: { node: { id: string } }) => node.id) };
    };
    const all = await page('first: 100');
    const seen: string[] = [];
    let before = '';
    for (;;) {
      const { ids, hasPreviousPage, startCursor } = await page(`last: 4${before}`);
      seen.unshift(...ids);
      if (!hasPreviousPage) break;
      before = `, before: "${startCursor}"`;
    }
    expect(seen).toHaveLength(15);
    expect(seen).toEqual(all.ids);
  },
);

interface ListedPage {
  readonly edges: readonly { readonly node: { readonly content: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

test('lists what was told later of earlier days in the order of those days, those of one instant as they were stored', async () => {
  const days = ['2021-05-02', '2020-01-01', '1423-05-01', '2021-05-02', '2020-06-01'];
  const memories = days.map((day, n) => ({ content: `note ${n}`, validFrom: `${day}T00:00:00.123Z` }));
  const { viewer, id } = await remember(api, memories);
  const inOrder = [2, 1, 4, 0, 3].map((n) => `note ${n}`);
  const list = async (orderBy: string) => {
    const seen: string[] = [];
    const query = `query ($id: ID!, $after: String) { collection(id: $id) { memories(first: 2, after: $after, orderBy: ${orderBy}) {
      edges { node { content } } pageInfo { hasNextPage endCursor } } } }`;
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo }: ListedPage = (await run(viewer, query, { id, after })).collection.memories;
      seen.push(...edges.map(({ node }) => node.content));
      if (!pageInfo.hasNextPage) return seen;
      after = pageInfo.endCursor;
    }
  };
  expect(await list('VALID_FROM_ASC')).toEqual(inOrder);
  expect(await list('VALID_FROM_DESC')).toEqual(inOrder.toReversed());
});

test('filters by tags, and refuses a cursor of another order', async () => {
  const { viewer } = await collectionWith(6);
  const tagged = await run(viewer, '{ memories(filter: { tagsAll: ["t1"] }) { totalCount pageInfo { endCursor } } }');
  expect(tagged.memories.totalCount).toBe(3);
  const { errors } = await execute(
    viewer,
    `{ memories(orderBy: CREATED_ASC, after: "${tagged.memories.pageInfo.endCursor}") { totalCount } }`,
  );
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('tags are stored and asked for without surrounding white space, and each once', async () => {
  const { viewer, id: collectionId } = await collectionWith(1);
  const memory = { content: 'tagged', tags: ['b', 'a', 'b', ' c '] };
  const added = await mutate(api, viewer, 'addMemory', { collectionId, memory }, 'memory { id tags }');
  expect(added.memory.tags).toEqual(['b', 'a', 'c']);
  for (const [filter, count] of [
    [{ tagsAll: ['c', ' a'] }, 1],
    [{ tagsAny: [' b\n'] }, 1],
    [{ tagsNone: [' c '] }, 1],
  ] as const) {
    const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { totalCount } }';
    expect([filter, (await run(viewer, source, { filter })).memories.totalCount]).toEqual([filter, count]);
  }
});

test('tags and speakers are the same with composed letters and with combining marks, and so are equal memories', async () => {
  const { viewer, id: collectionId } = await collectionWith(1);
  const add = (speaker: string, tags: string[]) =>
    mutate(api, viewer, 'addMemory', { collectionId, memory: { content: 'said', speaker, tags } }, fields);
  const fields = 'memory { id speaker tags } outcome';
  const first = await add('Zoe\u0308', ['cafe\u0301', 'caf\u00e9']);
  expect(first).toMatchObject({ outcome: 'CREATED', memory: { speaker: 'Zo\u00eb', tags: ['caf\u00e9'] } });
  expect(await add('Zo\u00eb', [])).toMatchObject({ outcome: 'DUPLICATE', memory: { id: first.memory.id } });
  for (const filter of [
    { tagsAll: ['cafe\u0301'] },
    { tagsAny: ['caf\u00e9'] },
    { speakers: ['Zoe\u0308'] },
    { speakers: ['Zo\u00eb'] },
  ]) {
    const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { totalCount } }';
    expect([filter, (await run(viewer, source, { filter })).memories.totalCount]).toEqual([filter, 1]);
  }
});

test.each([
  ['were stored', 'created', 'created_at'],
  ['began to hold', 'validFrom', 'valid_from'],
])(
  'filters memories by when they %s: after one instant, before another, both bounds exclusive',
  async (_, name, column) => {
    const { viewer } = await collectionWith(4);
    await sql`
    update memory set ${sql.ref(column)} = timestamptz '2024-01-01T00:00:00Z' + right(content, 1)::int * interval '1 day'
    where account_id = ${viewer.accountId}`.execute(db);
    const stored = async (filter: Record<string, string>) => {
      const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { edges { node { content } } } }';
      const { memories } = await run(viewer, source, { filter });
      return memories.edges.map((edge: { node: { content: string } }) => edge.node.content).toSorted();
    };
    const [second, fourth] = ['2024-01-02T00:00:00Z', '2024-01-04T00:00:00Z'];
    expect(await stored({ [`${name}After`]: second })).toEqual(['note 2', 'note 3']);
    expect(await stored({ [`${name}Before`]: fourth })).toEqual(['note 0', 'note 1', 'note 2']);
    expect(await stored({ [`${name}After`]: second, [`${name}Before`]: fourth })).toEqual(['note 2']);
  },
);

test('another account sees none of the memories', async () => {
  const { id } = await collectionWith(2);
  const stranger = makeViewer();
  expect(
    await run(
      stranger,
      'query ($id: ID!) { collection(id: $id) { name } memories(collectionIds: [$id]) { totalCount } node(id: $id) { id } }',
      { id },
    ),
  ).toEqual({
    collection: null,
    memories: { totalCount: 0 },
    node: null,
  });
});
