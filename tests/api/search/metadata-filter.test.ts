import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember } from '../../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

type Filter = Readonly<Record<string, unknown>>;
interface Edge {
  readonly node: { readonly content: string };
}

const contents = (edges: readonly Edge[]): string[] => edges.map(({ node }) => node.content);

async function search(viewer: Viewer, filter: Filter): Promise<string[]> {
  const source = 'query ($input: SearchInput!) { search(input: $input) { edges { node { content } } } }';
  return contents((await run(viewer, source, { input: { query: 'cello', filter } })).search.edges);
}

test('metadata compares numbers with numbers and texts with texts; memories without any match metadataNone', async () => {
  const { viewer } = await remember(api, [
    'no cello',
    { content: 'small cello', metadata: { size: 9.5 } },
    { content: 'large cello', metadata: { size: 10, sizes: { inner: 3 } } },
    { content: 'told cello', metadata: { size: '10' } },
    { content: 'yes cello', metadata: { size: true } },
  ]);
  const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { edges { node { content } } } }';
  const found = async (filter: Filter) => {
    const listed = contents((await run(viewer, source, { filter })).memories.edges).toSorted();
    expect((await search(viewer, filter)).toSorted()).toEqual(listed);
    return listed.map((content) => content.replace(' cello', ''));
  };
  expect(await found({ metadataFrom: { size: 9.5 } })).toEqual(['large', 'small']);
  expect(await found({ metadataTo: { size: 9.9 } })).toEqual(['small']);
  expect(await found({ metadataFrom: { size: '1' }, metadataTo: { size: '9' } })).toEqual(['told']);
  expect(await found({ metadataFrom: { sizes: 1 } })).toEqual([]);
  expect(await found({ metadataAny: [{ size: '10' }, { sizes: { inner: 3 } }] })).toEqual(['large', 'told']);
  expect(await found({ metadataNone: [{ size: 10 }, { size: true }] })).toEqual(['no', 'small', 'told']);
  expect(await found({ metadataAny: [] })).toEqual([]);
  expect(await found({ metadataNone: [] })).toHaveLength(5);
});

test('bounds may have any keys and values, and very many of them', async () => {
  const metadata = { '': 1, 'a "b" \\ $.c\n': 'x "y" \\ é😀', '@': -1.5e-7, strict: 3 };
  const many = Object.fromEntries(Array.from({ length: 1_200 }, (_, n) => [`k${n}`, n]));
  const { viewer } = await remember(api, [
    'no cello',
    { content: 'odd cello', metadata },
    { content: 'rich cello', metadata: many },
    { content: 'listed cello', metadata: { strict: [3], '': [1] } },
  ]);
  const found = async (bounds: Filter) => search(viewer, { metadataFrom: bounds, metadataTo: bounds });
  expect(await found(metadata)).toEqual(['odd cello']);
  for (const [key, value] of Object.entries(metadata)) expect(await found({ [key]: value })).toEqual(['odd cello']);
  expect(await found(many)).toEqual(['rich cello']);
  expect(await found({})).toHaveLength(4);
});

test.each([
  ['metadataAny: [{ size: 9 }, { size: 10 }]', ['large', 'small']],
  ['metadataNone: [{ size: 9 }, { toString: "a", valueOf: "b" }]', ['large', 'no']],
  ['metadataAny: [{ toString: "a", valueOf: "b" }, { constructor: 1 }]', ['odd']],
  ['metadata: { toString: "a" }', ['odd']],
  ['metadataFrom: { size: 9.5 }, metadataTo: { size: 11 }', ['large']],
])('the filter %s works the same as a literal in the document as from variables', async (filter, names) => {
  const { viewer } = await remember(api, [
    'no cello',
    { content: 'small cello', metadata: { size: 9 } },
    { content: 'large cello', metadata: { size: 10 } },
    { content: 'odd cello', metadata: { toString: 'a', valueOf: 'b' } },
  ]);
  const found = await run(
    viewer,
    `{ memories(filter: { ${filter} }) { edges { node { content } } }
       search(input: { query: "cello", filter: { ${filter} } }) { edges { node { content } } } }`,
  );
  const expected = names.map((name) => `${name} cello`);
  expect(contents(found.memories.edges).toSorted()).toEqual(expected);
  expect(contents(found.search.edges).toSorted()).toEqual(expected);
});

test.each([
  [{ metadataFrom: { size: { gte: 3 } } }, 'metadataFrom.size', 'must be a number or a text'],
  [{ metadataTo: { read: true } }, 'metadataTo.read', 'must be a number or a text'],
  [{ metadataAny: Array(101).fill({ a: 1 }) }, 'metadataAny', 'must have at most 100 objects, got 101'],
  [{ metadataNone: [{ a: '\u0000' }] }, 'metadataNone.0', 'has a NUL character (U+0000): remove it'],
])('the filter %j is refused with the path of the error', async (filter, path, message) => {
  const { viewer } = await remember(api, ['a cello']);
  const source = 'query ($filter: MemoryFilter) { memories(filter: $filter) { totalCount } }';
  const listed = await execute(viewer, source, { filter });
  expect(listed.errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: `Argument "filter.${path}": ${message}` }]);
  const asked = 'query ($input: SearchInput!) { search(input: $input) { tookMs } }';
  const searched = await execute(viewer, asked, { input: { query: 'cello', filter } });
  expect(searched.errors).toMatchObject([{ message: `Argument "input.filter.${path}": ${message}` }]);
});
