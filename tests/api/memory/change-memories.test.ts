import { afterEach, expect, test, vi } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { Household } from '../../support/memories.ts';
import { mutate, mutationText } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

const problems = `... on NotFoundError { missingId } ... on ValidationError { issues { path message } }
  ... on ConflictError { reason currentRevision current { id ... on Memory { content } } }`;
const payloads = {
  updateMemory: 'memory { id kind tags metadata tier validFrom validTo revision }',
  supersedeMemory: `memory { id content supersedes { id } }
    superseded { id status validTo supersededBy { id validFrom } }`,
  restoreMemory: 'memory { id status supersededBy { id } } withdrawn { id status supersedes { id } } superseded { id }',
  forgetMemory: 'memoryId memory { id status content } collection { id memoryCount }',
};
type Mutation = keyof typeof payloads;

async function setUp(contents: readonly string[] = ['tea']) {
  const home = await Household.create(db);
  const ids: string[] = [];
  for (const content of contents) ids.push(encodeNodeId('Memory', (await home.add(content)).id));
  const call = (name: Mutation, input: Record<string, unknown>, viewer = home.viewer) =>
    mutate(api, viewer, name, input, payloads[name], problems);
  return { home, ids, id: ids[0] ?? '', call };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each(['Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia', 'UTC'])(
  'stores past instants exactly on a server in %s, where old UTC offsets had seconds',
  async (zone) => {
    vi.stubEnv('TZ', zone);
    const { id, call } = await setUp();
    for (const validFrom of ['0001-01-01T00:00:00.000Z', '1582-10-15T12:00:00.000Z', '1900-01-01T12:00:00.000Z']) {
      const { memory } = await call('updateMemory', { id, validFrom });
      expect(memory.validFrom).toBe(validFrom);
      // An update of another field keeps the instant, too.
      expect((await call('updateMemory', { id, tags: [validFrom] })).memory.validFrom).toBe(validFrom);
    }
  },
);

test('an update keeps omitted fields, and clears those that are null', async () => {
  const { id, call } = await setUp();
  const validTo = '2099-01-01T00:00:00.000Z';
  const input = { id, kind: 'PREFERENCE', tags: ['a'], metadata: { deep: { x: 1 } }, tier: 'STABLE', validTo };
  const { memory } = await call('updateMemory', { ...input, expectedRevision: 1, reason: 'told' });
  expect(memory).toEqual({ ...input, validFrom: expect.any(String), revision: 2 });
  const cleared = await call('updateMemory', { id, metadata: null, validTo: null });
  expect(cleared.memory).toEqual({ ...memory, metadata: null, validTo: null, revision: 3 });
  expect((await call('updateMemory', { id, kind: 'PREFERENCE' })).memory.revision).toBe(3);
});

test('supersedes a memory, links both, and restores the old one', async () => {
  const { id, call } = await setUp();
  const made = await call('supersedeMemory', { id, content: 'coffee', reason: 'a change of mind' });
  const { memory, superseded } = made;
  expect(memory).toMatchObject({ content: 'coffee', supersedes: [{ id }] });
  expect(superseded).toEqual({
    id,
    status: 'SUPERSEDED',
    supersededBy: { id: memory.id, validFrom: superseded.validTo },
    validTo: superseded.validTo,
  });
  const again = await call('supersedeMemory', { id, content: 'milk', reason: 'another one' });
  expect(again).toMatchObject({ reason: 'STATE', currentRevision: 2, current: { id: memory.id, content: 'coffee' } });
  expect(await call('restoreMemory', { id, reason: 'back again' })).toEqual({
    __typename: 'RestoreMemoryPayload',
    memory: { id, status: 'CURRENT', supersededBy: null },
    withdrawn: { id: memory.id, status: 'FORGOTTEN', supersedes: [] },
    superseded: null,
  });
  expect(await call('restoreMemory', { id: memory.id })).toMatchObject({
    memory: { id: memory.id, status: 'CURRENT' },
    withdrawn: null,
    superseded: { id },
  });
});

test('forgets a memory, again with the same result, then purges it', async () => {
  const { home, id, call } = await setUp();
  const collection = { id: encodeNodeId('Collection', home.collection.id), memoryCount: 0 };
  const answer = { __typename: 'ForgetMemoryPayload', memoryId: id, collection };
  const forgotten = { ...answer, memory: { id, status: 'FORGOTTEN', content: 'tea' } };
  expect(await call('forgetMemory', { id, reason: 'no use' })).toEqual(forgotten);
  expect(await call('forgetMemory', { id })).toEqual(forgotten);
  expect(await call('forgetMemory', { id, purge: true })).toEqual({ ...answer, memory: null });
  expect(await run(home.viewer, 'query ($id: ID!) { memory(id: $id) { id } node(id: $id) { id } }', { id })).toEqual({
    memory: null,
    node: null,
  });
  expect(await call('forgetMemory', { id, purge: true })).toMatchObject({ code: 'NOT_FOUND', missingId: id });
});

test('each of two writes in one request returns the state right after it', async () => {
  const { home, ids } = await setUp(['one', 'two']);
  const [one, two] = ids;
  const forget = (id: string) =>
    `forgetMemory(input: { id: ${id} }) { ... on ForgetMemoryPayload { memory { collection { memoryCount } } } }`;
  const both = await run(home.viewer, `mutation ($one: ID!, $two: ID!) { a: ${forget('$one')} b: ${forget('$two')} }`, {
    one,
    two,
  });
  expect(both.a.memory.collection.memoryCount).toBe(1);
  expect(both.b.memory.collection.memoryCount).toBe(0);
});

test.each<[Mutation, Record<string, unknown>]>([
  ['updateMemory', { tags: ['t'] }],
  ['supersedeMemory', { content: 'x', reason: 'y' }],
  ['restoreMemory', {}],
  ['forgetMemory', {}],
  ['forgetMemory', { purge: true }],
])('%s %j: refuses unknown and foreign ids, a wrong revision and a read-only viewer', async (mutation, given) => {
  const { home, id, call } = await setUp();
  const nothing = ['', 'nonsense', `${id}=`, encodeNodeId('Collection', newId()), encodeNodeId('Memory', newId())];
  for (const wrong of nothing) {
    const answer = await call(mutation, { ...given, id: wrong });
    expect(answer).toMatchObject({ __typename: 'NotFoundError', missingId: wrong });
  }
  const foreign = { __typename: 'NotFoundError', missingId: id };
  expect(await call(mutation, { ...given, id }, makeViewer())).toMatchObject(foreign);
  const narrowed = { ...home.viewer, collectionIds: new Set([newId()]) };
  expect(await call(mutation, { ...given, id }, narrowed)).toMatchObject(foreign);
  const conflict = { reason: 'REVISION', currentRevision: 1, current: { id, content: 'tea' } };
  expect(await call(mutation, { ...given, id, expectedRevision: 7 })).toMatchObject(conflict);
  const reader = { ...home.viewer, scopes: new Set(['read'] as const) };
  const { errors } = await execute(reader, mutationText(mutation), { input: { ...given, id } });
  expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
});

test.each<[Mutation, Record<string, unknown>, string]>([
  ['updateMemory', { kind: null }, 'kind'],
  ['updateMemory', { tags: ['x'.repeat(65)] }, 'tags.0'],
  ['updateMemory', { validTo: '1999-01-01T00:00:00Z' }, 'validTo'],
  ['updateMemory', { validTo: 'tomorrow' }, 'validTo'],
  ['updateMemory', { metadata: { a: { b: { c: { d: { e: {} } } } } } }, 'metadata'],
  ['updateMemory', { metadata: { text: 'x'.repeat(16 * 1024) } }, 'metadata'],
  ['supersedeMemory', { content: ' ', reason: 'y' }, 'content'],
  ['supersedeMemory', { content: 'x', reason: '' }, 'reason'],
  ['supersedeMemory', { content: 'x', reason: 'y', validFrom: '1999-01-01T00:00:00Z' }, 'validFrom'],
  ['supersedeMemory', { content: 'x', reason: 'y', metadata: [] }, 'metadata'],
  ['restoreMemory', { reason: '\u0000' }, 'reason'],
  ['forgetMemory', { purgeSource: true }, 'purgeSource'],
])('%s refuses %j and names the field', async (mutation, given, path) => {
  const { home, id, call } = await setUp();
  const answer = await call(mutation, { id, ...given });
  expect(answer).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ path: ['input', ...path.split('.')], message: expect.any(String) }],
  });
  expect(await home.stream()).toMatchObject({ seq: 1 });
});

test('a replacement without a start begins now, and the refusal says so if that is before the old memory begins', async () => {
  const { id, call } = await setUp();
  await call('updateMemory', { id, validFrom: '2187-05-01T12:00:00Z' });
  const refusal = async (given: object) =>
    (await call('supersedeMemory', { id, content: 'x', reason: 'y', ...given })).issues[0].message;
  expect(await refusal({})).toMatch(/^was not given, so that it would be now \(.+\), which is before the old memory's/);
  expect(await refusal({ validFrom: '2187-01-01T00:00:00Z' })).toMatch(/^\(2187-01-01.+\) is before the old memory's/);
});

test('an unknown source is NOT_FOUND with the id as given', async () => {
  const { home, id, call } = await setUp();
  const raw = await home.message('said by us');
  for (const sourceMessageId of ['', 'nonsense', raw, id, encodeNodeId('Message', newId())]) {
    const answer = await call('supersedeMemory', { id, content: 'x', reason: 'y', sourceMessageId });
    expect(answer).toMatchObject({ __typename: 'NotFoundError', missingId: sourceMessageId });
  }
});
