import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate, remember } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

const contents = `edges { cursor score lexical { rank score } semantic { rank score } node { content }
  explain { name value contribution } } pageInfo { hasNextPage hasPreviousPage endCursor } failedArms rerank cache`;

async function search(viewer: Viewer, input: Record<string, unknown>, paging = '') {
  const data = await run(viewer, `query ($input: SearchInput!) { search(input: $input${paging}) { ${contents} } }`, {
    input,
  });
  return {
    ...data.search,
    found: data.search.edges.map((edge: { node: { content: string } }) => edge.node.content),
  };
}

const garden = [
  'The tomatoes need water every evening',
  'Anna is allergic to peanuts',
  'The dentist moved to Elm Street',
  'Ben plays the cello in the city orchestra',
  'The car was repaired in March',
];

test('finds by words and by meaning, and explains each score', async () => {
  const { viewer } = await remember(api, garden);
  const words = await search(viewer, { query: 'Who plays the cello?' });
  expect(words.found[0]).toBe('Ben plays the cello in the city orchestra');
  expect(words.edges[0].lexical.rank).toBe(1);
  expect(words.edges[0].semantic.rank).toBe(1);
  const [edge] = words.edges;
  const total = edge.explain.reduce((sum: number, part: { contribution: number }) => sum + part.contribution, 0);
  expect(edge.score).toBeCloseTo(total, 6);
  const meaning = await search(viewer, { query: 'food intolerance nuts', mode: 'SEMANTIC' });
  expect(meaning.found[0]).toBe('Anna is allergic to peanuts');
  expect(meaning.edges[0].lexical).toBeNull();
});

describe('a message with a long statement before its question', () => {
  const told = 'I watered the tomatoes this evening, then drove to Elm Street, where the dentist had been in March.';
  const question = 'Who plays the cello in the city?';
  const query = `${told} ${question}`;

  test('is searched by its question and as a whole, and the results are interleaved', async () => {
    const { viewer } = await remember(api, garden);
    const asked = await search(viewer, { query: question });
    const found = await search(viewer, { query });
    expect(found.found[0]).toBe(asked.found[0]);
    expect(found.found[1]).toMatch(/tomatoes|dentist/);
    expect(found.found).toHaveLength(garden.length);
    for (const [place, { node, score, explain }] of found.edges.entries()) {
      const parts = new Map(explain.map((part: Part) => [part.name, part]));
      expect([...parts.keys()].toSorted(), `at ${place}`).toEqual(['all', 'asked']);
      const own = asked.found.indexOf(node.content) + 1;
      expect(parts.get('asked')).toEqual({ name: 'asked', value: own, contribution: expect.closeTo(1 / own, 9) });
      expect(score).toBeCloseTo(
        explain.reduce((sum: number, part: Part) => sum + part.contribution, 0),
        9,
      );
    }
    const next = `, first: 2, after: ${JSON.stringify(found.edges[1].cursor)}`;
    expect((await search(viewer, { query }, next)).found).toEqual(found.found.slice(2, 4));
  });

  test('finds the same when read in a snapshot together with an events cursor', async () => {
    const { viewer, id } = await remember(api, garden);
    const beside = await run(
      viewer,
      'query ($id: ID!, $input: SearchInput!) { collection(id: $id) { eventsCursor } search(input: $input) { edges { node { content } } } }',
      { id, input: { query } },
    );
    const found = beside.search.edges.map((edge: { node: { content: string } }) => edge.node.content);
    expect(found).toEqual((await search(viewer, { query })).found);
  });

  test.each(['SEMANTIC', 'LEXICAL'])('is a single query in a search by one arm: %s', async (mode) => {
    const { viewer } = await remember(api, garden);
    const { edges, found } = await search(viewer, { query, mode });
    expect(found[0]).not.toBe('Ben plays the cello in the city orchestra');
    expect(edges[0].explain).toMatchObject([{ name: mode.toLowerCase() }]);
  });
});

interface Part {
  readonly name: string;
  readonly value: number;
  readonly contribution: number;
}

test('a query of stop words or emoji falls back to the semantic arm; a lexical search for stop words finds nothing', async () => {
  const { viewer } = await remember(api, garden);
  expect((await search(viewer, { query: 'is it the' })).found).toHaveLength(5);
  expect((await search(viewer, { query: '🎻' })).failedArms).toEqual([]);
  expect((await search(viewer, { query: 'is it the', mode: 'LEXICAL' })).found).toEqual([]);
});

test.each([
  'a & | ! :*',
  "'; drop table memory; --",
  "it's (a) \\ 'quoted' <-> thing",
  'x'.repeat(2000),
  'я'.repeat(1023),
  'я'.repeat(1024),
  Array.from({ length: 2000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join(''),
  '😀'.repeat(500),
  '\\',
  'a',
  '?',
  Array.from({ length: 500 }, (_, n) => n.toString(36)).join(' '),
  'What happened on 31 February 2023, on 99/99/9999 and on 2023-13-45?',
])('treats %j as plain words', async (query) => {
  const { viewer } = await remember(api, [...garden, 'a thing quoted']);
  expect((await search(viewer, { query })).failedArms).toEqual([]);
  expect((await search(viewer, { query, mode: 'LEXICAL' })).failedArms).toEqual([]);
});

test.each([
  ['', 'input.query'],
  ['   ', 'input.query'],
  ['x'.repeat(10_000), 'input.query'],
  ['a\u0000b', 'input.query'],
  ['\ud800', 'input.query'],
])('refuses the query %j', async (query, argument) => {
  const { errors } = await execute(makeViewer(), 'query ($input: SearchInput!) { search(input: $input) { tookMs } }', {
    input: { query },
  });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(argument) }]);
});

test.each([
  [{ collectionIds: [] }, 'input.collectionIds'],
  [{ tokenBudget: 49 }, 'input.tokenBudget'],
  [{ tokenBudget: 32_001 }, 'input.tokenBudget'],
])('refuses %j', async (input, argument) => {
  const { errors } = await execute(makeViewer(), 'query ($input: SearchInput!) { search(input: $input) { tookMs } }', {
    input: { query: 'x', ...input },
  });
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(argument) }]);
});

test.each([-1, 0, 101])('refuses a page of %i', async (first) => {
  const asked = 'query ($first: Int!) { search(input: { query: "x" }, first: $first) { tookMs } }';
  const { errors } = await execute(makeViewer(), asked, { first });
  expect(errors).toMatchObject([
    { code: 'BAD_USER_INPUT', message: `Argument "first": must be from 1 to 100, got ${first}` },
  ]);
});

test('pages through the whole ranking, each memory once, in the order of one large page', async () => {
  const { viewer } = await remember(
    api,
    Array.from({ length: 60 }, (_, n) => `The cello concert number ${n} was fine`),
  );
  const input = { query: 'cello concert' };
  const whole = (await search(viewer, input, ', first: 100')).found;
  const paged: string[] = [];
  let after = '';
  for (;;) {
    const page = await search(viewer, input, `, first: 7${after}`);
    paged.push(...page.found);
    if (!page.pageInfo.hasNextPage) break;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
  expect(paged).toEqual(whole);
  expect(whole).toHaveLength(60);
  const other = await execute(viewer, `{ search(input: { query: "other" }${after}) { tookMs } }`);
  expect(other.errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

/** The first page of twelve similar memories, and the id of the sixth. */
async function firstPage() {
  const { viewer, id } = await remember(
    api,
    Array.from({ length: 12 }, (_, n) => `The cello concert number ${n} was fine`),
  );
  const input = { query: 'cello concert' };
  const page = await search(viewer, input, ', first: 4');
  const ids = await run(viewer, '{ search(input: { query: "cello concert" }) { edges { node { id } } } }');
  const next = (cursor: string) => search(viewer, input, `, first: 20, after: "${cursor}"`);
  const add = `mutation { addMemory(input: { collectionId: "${id}", memory: { content: "Cello concert" } }) { __typename } }`;
  return { viewer, page, next, add: () => run(viewer, add), sixth: ids.search.edges[5].node.id };
}

test('pages of one ranking fit together despite later writes, without forgotten memories', async () => {
  const { viewer, page, next, add, sixth } = await firstPage();
  await add();
  await run(viewer, `mutation { forgetMemory(input: { id: "${sixth}" }) { __typename } }`);
  const rest = await next(page.pageInfo.endCursor);
  expect(rest.found).toHaveLength(7);
  expect(new Set([...page.found, ...rest.found]).size).toBe(11);
  expect(rest.pageInfo.hasNextPage).toBe(false);
});

test('a page is filled up in place of memories forgotten since', async () => {
  const { viewer, page } = await firstPage();
  const input = { query: 'cello concert' };
  const rest = await run(
    viewer,
    `{ search(input: { query: "cello concert" }, after: "${page.pageInfo.endCursor}") { edges { node { id } } } }`,
  );
  for (const { node } of rest.search.edges.slice(0, 3)) {
    await run(viewer, `mutation { forgetMemory(input: { id: "${node.id}" }) { __typename } }`);
  }
  const next = await search(viewer, input, `, first: 2, after: "${page.pageInfo.endCursor}"`);
  expect(next.found).toHaveLength(2);
  expect(next.pageInfo.hasNextPage).toBe(true);
});

test('a cursor whose ranking is no longer cached continues below its score in a new ranking', async () => {
  const { viewer, page, add } = await firstPage();
  await add();
  const input = `input: { query: "cello concert" }, after: "${page.pageInfo.endCursor}"`;
  const elsewhere = await makeApi(db).run(
    viewer,
    `{ search(${input}) { cache edges { score } pageInfo { hasNextPage } } }`,
  );
  expect(elsewhere.search).toMatchObject({ cache: 'MISS', pageInfo: { hasNextPage: false } });
  expect(elsewhere.search.edges.length).toBeGreaterThan(0);
  const { score: last } = page.edges[3];
  for (const { score } of elsewhere.search.edges) expect(score).toBeLessThanOrEqual(last);
});

test('the same content is found once per speaker', async () => {
  const { viewer, id } = await remember(api, [
    { content: 'The cello is old', speaker: 'Ann' },
    { content: 'The cello is old', speaker: 'Bo' },
  ]);
  await remember(api, [{ content: 'The cello is old', speaker: 'Ann' }], viewer);
  expect((await search(viewer, { query: 'cello' })).found).toHaveLength(2);
  expect((await search(viewer, { query: 'cello', collectionIds: [id] })).found).toHaveLength(2);
});

test('returns what was valid at asOf, and without it what is valid now', async () => {
  const { viewer } = await remember(api, [
    { content: 'Anna lives in Rome', validFrom: '2020-01-01T00:00:00Z', validTo: '2022-01-01T00:00:00Z' },
    { content: 'Anna lives in Oslo', validFrom: '2022-01-01T00:00:00Z' },
    { content: 'Anna lives in Lima', validFrom: '2999-01-01T00:00:00Z' },
  ]);
  const query = 'Where does Anna live?';
  expect((await search(viewer, { query })).found).toEqual(['Anna lives in Oslo']);
  expect((await search(viewer, { query, asOf: '2021-06-01T00:00:00Z' })).found).toEqual(['Anna lives in Rome']);
  expect((await search(viewer, { query, asOf: '2019-06-01T00:00:00Z' })).found).toEqual([]);
});

test('a memory superseded from a future date is found before it by asOf, and by its status', async () => {
  const { viewer, id } = await remember(api, ['The car is red']);
  const added = await run(
    viewer,
    `mutation { addMemory(input: { collectionId: "${id}", memory: { content: "Anna lives in Oslo" } }) {
      ... on AddMemoryPayload { memory { id } } } }`,
  );
  await run(
    viewer,
    `mutation { supersedeMemory(input: { id: "${added.addMemory.memory.id}", content: "Anna lives in Lima", reason: "she moves",
      validFrom: "2999-01-01T00:00:00Z" }) { __typename } }`,
  );
  const asked = { query: 'Where does Anna live?', mode: 'LEXICAL' };
  const asOf = new Date().toISOString();
  expect((await search(viewer, asked)).found).toEqual([]);
  expect((await search(viewer, { ...asked, asOf })).found).toEqual(['Anna lives in Oslo']);
  const filter = { statuses: ['CURRENT', 'SUPERSEDED'] };
  expect((await search(viewer, { ...asked, filter })).found).toEqual(['Anna lives in Oslo']);
  expect((await search(viewer, { ...asked, asOf: '2999-06-01T00:00:00Z' })).found).toEqual(['Anna lives in Lima']);
});

test('the token budget ends a page, and the next one follows', async () => {
  const { viewer } = await remember(
    api,
    Array.from({ length: 10 }, (_, n) => `cello ${'note '.repeat(20)}${n}`),
  );
  const page = await search(viewer, { query: 'cello', tokenBudget: 60 });
  expect(page.found).toHaveLength(2);
  expect(page.pageInfo.hasNextPage).toBe(true);
});

test('memories larger than the token budget do not hide those after them', async () => {
  const { viewer } = await remember(api, [
    ...Array.from({ length: 3 }, () => `cello cello ${'cello '.repeat(100)}`).map((content, n) => `${content}${n}`),
    'cello one',
    'cello two',
    'cello three',
  ]);
  const input = { query: 'cello', mode: 'LEXICAL', tokenBudget: 50 };
  const found: string[] = [];
  for (let after = ''; ; ) {
    const page = await search(viewer, input, `, first: 1${after}`);
    found.push(...page.found);
    if (!page.pageInfo.hasNextPage) break;
    expect(page.found).toHaveLength(1);
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
  expect(found.toSorted()).toEqual(['cello one', 'cello three', 'cello two']);
  const least = await search(viewer, { query: 'cello', tokenBudget: 50 });
  expect(least.found.toSorted()).toEqual(found.toSorted());
});

test('no page follows if only memories larger than the token budget are left', async () => {
  const large = Array.from({ length: 60 }, (_, n) => `cello ${'note '.repeat(60)}${n}`);
  const { viewer } = await remember(api, ['cello piano one', 'cello piano two', ...large]);
  const input = { query: 'cello piano', mode: 'LEXICAL', tokenBudget: 50 };
  const page = await search(viewer, input, ', first: 1');
  expect(page.pageInfo.hasNextPage).toBe(true);
  const last = await search(viewer, input, `, first: 1, after: "${page.pageInfo.endCursor}"`);
  expect(last.pageInfo.hasNextPage).toBe(false);
  expect([...page.found, ...last.found].toSorted()).toEqual(['cello piano one', 'cello piano two']);
  expect(await search(viewer, input, ', first: 2')).toMatchObject({ pageInfo: { hasNextPage: false } });
});

test.each([
  { tagsAny: ['b', 'z'] },
  { tagsAll: ['b', 'c'] },
  { tagsNone: ['a', 'z'] },
  { kinds: ['EPISODE', 'SUMMARY'] },
  { tiers: ['STABLE'] },
  { metadata: { from: { by: 'letter' } } },
  { metadataAny: [{ page: 9 }, { from: { by: 'letter' } }] },
  { metadataNone: [{ page: 9 }, { from: { by: 'call' } }] },
  { metadataFrom: { page: 3, on: '2024-06-30' } },
  { metadataFrom: { page: 3 }, metadataTo: { page: 3, on: '2024-07-01' } },
  { validFromAfter: '2024-06-01T00:00:00Z', validFromBefore: '2024-08-01T00:00:00Z' },
])('the filter %j applies to both arms and to lists', async (filter) => {
  const { viewer } = await remember(api, [
    { content: 'red cello', tags: ['a'], metadata: { from: { by: 'call' }, page: '4', on: '2024-06-3' } },
    {
      content: 'blue cello',
      tags: ['b', 'c'],
      kind: 'EPISODE',
      metadata: { from: { by: 'letter', on: 'Monday' }, page: 3, on: '2024-07-01' },
      validFrom: '2024-07-01T00:00:00Z',
    },
  ]);
  await sql`update memory set tier = 'STABLE' where account_id = ${viewer.accountId} and kind = 'EPISODE'`.execute(db);
  for (const mode of ['LEXICAL', 'SEMANTIC', 'HYBRID'])
    expect((await search(viewer, { query: 'cello', mode, filter })).found).toEqual(['blue cello']);
  const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { edges { node { content } } } }';
  expect((await run(viewer, source, { filter })).memories.edges).toEqual([{ node: { content: 'blue cello' } }]);
});

test('filters by speaker and conversation apply to both arms and to lists', async () => {
  const home = await remember(api, [
    { content: 'red cello', speaker: 'Anna' },
    { content: 'old cello', speaker: 'anna' },
  ]);
  const { viewer } = home;
  const talk = async (who: typeof home, ...contents: string[]): Promise<string> => {
    const made = await mutate(api, who.viewer, 'createConversation', { collectionId: who.id }, 'conversation { id }');
    const messages = contents.map((content) => ({ role: 'USER', speaker: 'Ben', content, remember: true }));
    const input = { conversationId: made.conversation.id, messages };
    await mutate(api, who.viewer, 'appendMessages', input, 'messages { id }');
    return input.conversationId;
  };
  const [first, second] = [await talk(home, 'blue cello'), await talk(home, 'blue cello', 'green cello')];
  const strangers = await talk(await remember(api, ['the cello of others']), 'grey cello');
  const source =
    'query ($filter: MemoryFilter) { memories(filter: $filter) { totalCount edges { node { content } } } }';
  const found = async (filter: Record<string, unknown>) => {
    const { memories } = await run(viewer, source, { filter });
    const listed = memories.edges.map((edge: { node: { content: string } }) => edge.node.content).toSorted();
    expect(memories.totalCount).toBe(listed.length);
    // A search returns identical content only once.
    const contents = [...new Set(listed)];
    for (const mode of ['LEXICAL', 'SEMANTIC', 'HYBRID'])
      expect((await search(viewer, { query: 'cello', mode, filter })).found.toSorted()).toEqual(contents);
    return contents;
  };
  expect(await found({ speakers: ['Anna'] })).toEqual(['red cello']);
  expect(await found({ speakers: ['Anna', 'Ben', 'Zoe'] })).toEqual(['blue cello', 'green cello', 'red cello']);
  expect(await found({ conversationIds: [first] })).toEqual(['blue cello']);
  expect(await found({ conversationIds: [strangers, second] })).toEqual(['blue cello', 'green cello']);
  expect(await found({ conversationIds: [first], speakers: ['Anna'] })).toEqual([]);
  for (const none of ['', 'x', home.id, strangers]) expect(await found({ conversationIds: [none] })).toEqual([]);
  for (const none of ['', '\u0000', '\ud800', 'x'.repeat(201)]) expect(await found({ speakers: [none] })).toEqual([]);
  for (const name of ['speakers', 'conversationIds']) expect(await found({ [name]: [] })).toEqual([]);
  expect(await found({ speakers: null, conversationIds: null })).toHaveLength(4);
});

test('a filter by conversation tells a limited viewer nothing about conversations outside their collection', async () => {
  const home = await remember(api, ['old cello']);
  const beside = await remember(api, ['cello'], home.viewer);
  const talk = async (collectionId: string) => {
    const made = await mutate(api, home.viewer, 'createConversation', { collectionId }, 'conversation { id }');
    const conversationId: string = made.conversation.id;
    const input = { conversationId, messages: [{ role: 'USER', content: 'said' }] };
    const { messages } = await mutate(api, home.viewer, 'appendMessages', input, 'messages { id }');
    const memory = { content: 'red cello', sourceMessageId: messages[0].id };
    await mutate(api, home.viewer, 'addMemory', { collectionId: home.id, memory }, 'memory { id }');
    return conversationId;
  };
  const narrow = { ...home.viewer, collectionIds: new Set([decodeNodeId('Collection', home.id) ?? '']) };
  const source = `query ($filter: MemoryFilter!, $id: ID!) {
    memories(filter: $filter) { totalCount } collection(id: $id) { memories(filter: $filter) { totalCount } }
    search(input: { query: "cello", filter: $filter }) { edges { node { content } } } }`;
  for (const [collectionId, seen] of [
    [home.id, 1],
    [beside.id, 0],
  ] as const) {
    const variables = { filter: { conversationIds: [await talk(collectionId)] }, id: home.id };
    const counted = (memories: number) => ({
      memories: { totalCount: memories },
      collection: { memories: { totalCount: memories } },
      search: { edges: Array.from({ length: memories }, () => ({ node: { content: 'red cello' } })) },
    });
    expect(await run(home.viewer, source, variables)).toEqual(counted(1));
    expect(await run(narrow, source, variables)).toEqual(counted(seen));
  }
});

test('an impossible tag in a filter matches no memory', async () => {
  const { viewer } = await remember(api, [
    { content: 'red cello', tags: ['a'] },
    { content: 'blue cello', tags: ['b'] },
  ]);
  const found = async (filter: Record<string, unknown>) =>
    (await search(viewer, { query: 'cello', filter })).found.toSorted();
  for (const tag of ['\u0000', '\ud800', '', 'x'.repeat(65)]) {
    expect(await found({ tagsAll: ['a', tag] })).toEqual([]);
    expect(await found({ tagsAny: ['a', tag] })).toEqual(['red cello']);
    expect(await found({ tagsNone: ['a', tag] })).toEqual(['blue cello']);
  }
});

test('a search in the database takes a fixed number of statements: seven for the first one, five later', async () => {
  const { viewer } = await remember(api, garden);
  // The first search also reads the turns and the word statistics.
  expect(await countStatements(() => search(viewer, { query: 'orchestra' }))).toHaveLength(7);
  expect(await countStatements(() => search(viewer, { query: 'cello' }))).toHaveLength(5);
});

test('an arm whose statement fails is named, and the other arm answers', async () => {
  const { viewer } = await remember(api, garden);
  await db
    .updateTable('memory_embedding')
    .set({ vector: '[1,2,3]' })
    .where('account_id', '=', viewer.accountId)
    .execute();
  const answer = await search(viewer, { query: 'cello' });
  expect(answer.failedArms).toEqual(['SEMANTIC']);
  expect(answer.found).toEqual(['Ben plays the cello in the city orchestra']);
  // A question for nothing but a time is searched for twice.
  expect((await search(viewer, { query: 'What happened yesterday?' })).failedArms).toEqual(['SEMANTIC']);
});

test('a search of some collections finds what is in them and below, and nothing else', async () => {
  const { viewer, id } = await remember(api, ['The cello is old']);
  const below = await remember(api, ['The cello of the child is new'], viewer);
  const beside = await remember(api, ['The cello beside it is lost'], viewer);
  await mutate(api, viewer, 'updateCollection', { id: below.id, parentId: id });
  const foundIn = async (...ids: string[]) =>
    (await search(viewer, { query: 'cello', collectionIds: ids.length > 0 ? ids : null })).found.toSorted();
  // Concurrently: each gets the results of its own query.
  const [within, among, all] = await Promise.all([foundIn(id), foundIn(below.id, beside.id), foundIn()]);
  expect(within).toEqual(['The cello is old', 'The cello of the child is new']);
  expect(among).toEqual(['The cello beside it is lost', 'The cello of the child is new']);
  expect(all).toHaveLength(3);
});

test('another account finds nothing', async () => {
  const { id } = await remember(api, garden);
  expect((await search(makeViewer(), { query: 'cello', collectionIds: [id] })).found).toEqual([]);
  expect((await search(makeViewer(), { query: 'cello' })).found).toEqual([]);
});

test('the rerank field says why the order is the search’s own', async () => {
  const { viewer } = await remember(api, garden);
  expect((await search(viewer, { query: 'cello', rerank: true })).rerank).toBe('UNAVAILABLE');
  expect((await search({ ...viewer, plan: 'FREE' }, { query: 'cello', rerank: true })).rerank).toBe('SKIPPED_PLAN');
  expect((await search(viewer, { query: 'cello' })).rerank).toBe('NOT_ASKED');
});
