import { expect, test } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { Household } from '../../support/memories.ts';
import { mutate } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';

const { db } = useDatabase();
const api = makeApi(db);

const added = 'outcome memory { id content }';
const problems = '... on NotFoundError { missingId } ... on ValidationError { issues { path message } }';
const conflict = '... on ConflictError { reason current { id } }';
const addedMany = `created duplicates replayed failed
  results { ... on AddMemoryPayload { ${added} } ... on Error { __typename message } ${problems} ${conflict} }`;

async function setUp() {
  const home = await Household.create(db);
  const collectionId = encodeNodeId('Collection', home.collection.id);
  const add = (memory: Record<string, unknown>, id = collectionId) =>
    mutate(api, home.viewer, 'addMemory', { collectionId: id, memory }, added, `${problems} ${conflict}`);
  const addMany = (memories: readonly Record<string, unknown>[]) =>
    mutate(api, home.viewer, 'addMemories', { collectionId, memories }, addedMany, problems);
  return { home, add, addMany };
}

test.each<[string, Record<string, unknown>, string]>([
  ['empty content', { content: '' }, 'content'],
  ['white space', { content: ' \n\t\u3000' }, 'content'],
  ['32,001 characters', { content: 'x'.repeat(32_001) }, 'content'],
  ['a NUL', { content: 'a\u0000b' }, 'content'],
  ['a lone surrogate', { content: 'a\ud800b' }, 'content'],
  ['a NUL in the speaker', { speaker: '\u0000' }, 'speaker'],
  ['a list as metadata', { metadata: [] }, 'metadata'],
  ['text as metadata', { metadata: 'x' }, 'metadata'],
  ['metadata six levels deep', { metadata: { a: { b: { c: { d: { e: { f: 1 } } } } } } }, 'metadata'],
  ['metadata over 16 KB', { metadata: { a: 'x'.repeat(16 * 1024) } }, 'metadata'],
  ['a NUL in the metadata', { metadata: { a: '\u0000' } }, 'metadata'],
  ['33 tags', { tags: Array.from({ length: 33 }, (_, n) => `tag ${n}`) }, 'tags'],
  ['a tag of 65 characters', { tags: ['ok', 'x'.repeat(65)] }, 'tags.1'],
  ['a date that is none', { validFrom: '2026-02-30T00:00:00Z' }, 'validFrom'],
  ['an end before the start', { validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-01T00:00:00Z' }, 'validTo'],
  ['an end in the past and no start', { validTo: '2020-01-01T00:00:00Z' }, 'validTo'],
  ['an empty key', { idempotencyKey: '' }, 'idempotencyKey'],
])('refuses %s, alone and in a bulk, names the field and stores nothing of it', async (_, wrong, path) => {
  const { home, add, addMany } = await setUp();
  const issue = (...start: string[]) => ({
    __typename: 'ValidationError',
    issues: [{ path: ['input', ...start, ...path.split('.')], message: expect.any(String) }],
  });
  const memory = { content: 'Anna likes tea', ...wrong };
  expect(await add(memory)).toMatchObject(issue('memory'));
  expect(await home.stream()).toMatchObject({ seq: 0 });
  const bulk = await addMany([{ content: 'before' }, memory, { content: 'after' }]);
  expect(bulk).toMatchObject({ created: 2, failed: 1 });
  expect(bulk.results[1]).toMatchObject(issue('memories', '1'));
  expect(await home.stream()).toMatchObject({ seq: 2 });
});

test('accepts 32,000 characters, an emoji counting as one', async () => {
  const { add } = await setUp();
  for (const content of ['x'.repeat(32_000), '🚂'.repeat(32_000)]) {
    expect(await add({ content })).toMatchObject({ outcome: 'CREATED', memory: { content } });
  }
});

test('an unknown collection or source is NOT_FOUND with the id as given', async () => {
  const { home, add, addMany } = await setUp();
  const theirs = encodeNodeId('Collection', (await Household.create(db)).collection.id);
  const raw = await home.message('said by us');
  for (const id of ['', '***', raw, encodeNodeId('Memory', newId()), encodeNodeId('Collection', newId()), theirs]) {
    const nothing = { __typename: 'NotFoundError', missingId: id };
    expect(await add({ content: 'tea' }, id)).toMatchObject(nothing);
    expect(await add({ content: 'tea', sourceMessageId: id })).toMatchObject(nothing);
    expect((await addMany([{ content: 'tea', sourceMessageId: id }])).results).toMatchObject([nothing]);
  }
  const invalid = { content: '', sourceMessageId: '***' };
  expect((await addMany([invalid])).results).toMatchObject([{ __typename: 'ValidationError' }]);
  expect(await home.stream()).toMatchObject({ seq: 0 });
});

test('each item of a bulk has its own result, in order', async () => {
  const { add, addMany } = await setUp();
  const there = (await add({ content: 'there' })).memory.id;
  const keyed = { content: 'keyed', idempotencyKey: 'key' };
  const { results, ...counts } = await addMany([
    { content: 'new' },
    { content: ' new ' },
    { content: 'there' },
    keyed,
    keyed,
    { content: 'other', idempotencyKey: 'key' },
    { content: '' },
  ]);
  expect(counts).toMatchObject({ created: 2, duplicates: 2, replayed: 1, failed: 2 });
  const { id } = results[3].memory;
  expect(results).toMatchObject([
    { outcome: 'CREATED', memory: { content: 'new' } },
    { outcome: 'DUPLICATE', memory: results[0].memory },
    { outcome: 'DUPLICATE', memory: { id: there } },
    { outcome: 'CREATED', memory: { content: 'keyed' } },
    { outcome: 'REPLAYED', memory: { id } },
    { __typename: 'ConflictError', reason: 'IDEMPOTENCY_KEY_REUSED', current: { id } },
    { __typename: 'ValidationError' },
  ]);
});

test('repeats of a key in a bulk take no more transactions, however many they are', async () => {
  const { addMany } = await setUp();
  const commits = async (count: number) => {
    const repeated = Array.from({ length: count }, (_, n) => ({
      content: `the ${n < count - 2 ? 'first' : 'last'} of ${count}`,
      idempotencyKey: `key ${count}`,
    }));
    let counts: object = {};
    const statements = await countStatements(async () => {
      counts = await addMany(repeated);
    });
    expect(counts).toMatchObject({ created: 1, replayed: count - 3, failed: 2 });
    return statements.filter((text) => /^commit/i.test(text)).length;
  };
  const [few, many] = [await commits(4), await commits(40)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBe(few);
});

test('idempotency keys are separate per mutation', async () => {
  const { add, addMany } = await setUp();
  const idempotencyKey = 'key';
  const { memory } = await add({ content: 'alone', idempotencyKey });
  const { results } = await addMany([{ content: 'in a bulk', idempotencyKey }]);
  expect(results).toMatchObject([{ outcome: 'CREATED', memory: { content: 'in a bulk' } }]);
  expect(await add({ content: 'alone', idempotencyKey })).toMatchObject({ outcome: 'REPLAYED', memory });
  const again = await addMany([{ content: 'in a bulk', idempotencyKey }]);
  expect(again.results).toMatchObject([{ outcome: 'REPLAYED', memory: results[0].memory }]);
});

test('a bulk holds 1 to 1,000 memories', async () => {
  const { home, addMany } = await setUp();
  const memories = Array.from({ length: 1_001 }, (_, n) => ({ content: `fact ${n}` }));
  for (const wrong of [[], memories]) {
    expect(await addMany(wrong)).toMatchObject({ issues: [{ path: ['input', 'memories'] }] });
  }
  expect(await home.stream()).toMatchObject({ seq: 0 });
  expect(await addMany(memories.slice(1))).toMatchObject({ created: 1_000, failed: 0 });
});
