import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { CollectionStore } from '../../../src/collection/collection.store.ts';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { someoneWaitsFor } from '../../support/locks.ts';
import { mutate } from '../../support/mutate.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run, execute } = api;

const problems = `... on NotFoundError { missingId } ... on ValidationError { issues { path message } }
  ... on ConflictError { reason current { id } }`;
const settings = 'settings { duplicateThreshold decayHalfLifeDays autoConsolidate language timeZone retentionDays }';
const collection = `collection { id name description revision memoryCount parent { id } ${settings} }`;

const defaults = {
  duplicateThreshold: 0.95,
  decayHalfLifeDays: 30,
  autoConsolidate: false,
  language: 'en',
  timeZone: 'UTC',
  retentionDays: null,
};

function setUp() {
  const viewer = makeViewer();
  return {
    viewer,
    create: (input: Record<string, unknown>) => mutate(api, viewer, 'createCollection', input, collection, problems),
    update: (input: Record<string, unknown>) => mutate(api, viewer, 'updateCollection', input, collection, problems),
    add: (collectionId: string, content: string) =>
      mutate(api, viewer, 'addMemory', { collectionId, memory: { content } }, 'outcome'),
  };
}

const issue = (path: string) => ({
  __typename: 'ValidationError',
  issues: [{ path: ['input', ...path.split('.')], message: expect.any(String) }],
});

test('starts with default settings; omitted fields stay, and null clears optional ones', async () => {
  const { create, update } = setUp();
  const made = (await create({ name: ' Home ', description: 'where I live' })).collection;
  expect(made).toMatchObject({ name: 'Home', revision: 0, memoryCount: 0, parent: null, settings: defaults });
  const changed = await update({ id: made.id, settings: { language: 'de', retentionDays: 7 } });
  expect(changed.collection.settings).toEqual({ ...defaults, language: 'de', retentionDays: 7 });
  const cleared = await update({ id: made.id, description: null, settings: { retentionDays: null } });
  expect(cleared.collection).toMatchObject({ name: 'Home', description: null, revision: 2 });
  expect(cleared.collection.settings).toEqual({ ...defaults, language: 'de' });
});

test('an update without a difference writes nothing', async () => {
  const { create, update } = setUp();
  const parentId = (await create({ name: 'parent' })).collection.id;
  const { id, ...before } = (await create({ name: 'Home', parentId })).collection;
  for (const same of [{}, { name: 'Home ' }, { description: null }, { parentId }, { settings: { language: 'en' } }]) {
    expect((await update({ id, ...same })).collection).toEqual({ id, ...before });
  }
});

// Needs two connections, one of which waits for the other.
test.runIf(inject('poolSize') > 1)('each of two concurrent updates reports what it has changed itself', async () => {
  const { viewer, create, update } = setUp();
  const { id } = (await create({ name: 'Home' })).collection;
  const { accountId } = viewer;
  const key = decodeNodeId('Collection', id) ?? '';
  const { ended } = await db.transaction().execute(async (transaction) => {
    const ofOne = transaction.updateTable('collection').where('account_id', '=', accountId).where('id', '=', key);
    await ofOne.set({ language: 'de' }).execute();
    // The language as it was when this update began.
    const changing = update({ id, name: 'House', settings: { language: 'en' } });
    await someoneWaitsFor(transaction);
    return { ended: changing };
  });
  expect(await ended).toMatchObject({ collection: { name: 'House', settings: { language: 'en' } } });
  const told = db.selectFrom('event').select(['changed', 'data']).where('account_id', '=', accountId);
  expect(await told.execute()).toEqual([{ changed: ['name', 'settings'], data: { language: 'en' } }]);
});

test.each<[Record<string, unknown>, string]>([
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(201) }, 'name'],
  [{ name: 'a\u0000' }, 'name'],
  [{ settings: { duplicateThreshold: 0 } }, 'settings.duplicateThreshold'],
  [{ settings: { duplicateThreshold: 1.01 } }, 'settings.duplicateThreshold'],
  [{ settings: { decayHalfLifeDays: -1 } }, 'settings.decayHalfLifeDays'],
  [{ settings: { language: 'English' } }, 'settings.language'],
  [{ settings: { language: 'en-US' } }, 'settings.language'],
  [{ settings: { language: 'jp' } }, 'settings.language'],
  [{ settings: { language: 'und' } }, 'settings.language'],
  [{ settings: { timeZone: 'Mars/Olympus' } }, 'settings.timeZone'],
  [{ settings: { timeZone: '+05:30' } }, 'settings.timeZone'],
  [{ settings: { timeZone: 'IST' } }, 'settings.timeZone'],
  [{ settings: { timeZone: 'agt' } }, 'settings.timeZone'],
  [{ settings: { retentionDays: 0 } }, 'settings.retentionDays'],
])('%j is refused when a collection is created or updated', async (wrong, path) => {
  const { create, update } = setUp();
  expect(await create({ name: 'Home', ...wrong })).toMatchObject(issue(path));
  const { id, ...before } = (await create({ name: 'Home' })).collection;
  expect(await update({ id, ...wrong })).toMatchObject(issue(path));
  expect((await update({ id })).collection).toEqual({ id, ...before });
});

test.each([
  ['eng', 'en'],
  ['ger', 'de'],
  ['iw', 'he'],
  ['cmn', 'zh'],
  ['nb', 'no'],
  ['yue', 'yue'],
  ['apc', 'apc'],
])('the language %s is stored as %s', async (code, language) => {
  const { create, update } = setUp();
  const made = (await create({ name: 'Home', settings: { language: code } })).collection;
  expect(made.settings.language).toBe(language);
  const { id } = (await create({ name: 'Home' })).collection;
  expect((await update({ id, settings: { language: code } })).collection.settings.language).toBe(language);
});

test.each([
  ['DEU', '"de"'],
  ['EN', '"en"'],
  ['pt-BR', '"pt"'],
  ['zh_Hant', '"zh"'],
  ['JP', 'a code such as "en"'],
  ['German', 'a code such as "en"'],
])('the error for the language %s says what to write instead', async (tag, instead) => {
  const refused = await setUp().create({ name: 'Home', settings: { language: tag } });
  expect(refused.issues[0].message).toBe(`is not an ISO 639 language code: give ${instead}`);
});

test.each([
  ['Mars/Olympus', false],
  ['Europe/Berlin', true],
  ['EST5EDT', true],
])('knows whether the database has the time zone %s', async (name, expected) => {
  expect(await new CollectionStore(db).knowsTimeZone(name)).toBe(expected);
});

test.each([
  ['europe/berlin', 'Europe/Berlin'],
  ['AMERICA/NEW_YORK', 'America/New_York'],
  ['US/Eastern', 'US/Eastern'],
  ['utc', 'UTC'],
])('the time zone %s is kept as %s', async (timeZone, kept) => {
  const { collection } = await setUp().create({ name: 'Home', settings: { timeZone } });
  expect(collection.settings.timeZone).toBe(kept);
});

test('memories can be added in every accepted time zone', async () => {
  const { create, add } = setUp();
  for (const timeZone of ['UTC', 'EST', 'EST5EDT', 'asia/kolkata', 'Etc/GMT-14']) {
    const { id } = (await create({ name: timeZone, settings: { timeZone } })).collection;
    expect(await add(id, 'We met on Monday')).toMatchObject({ outcome: 'CREATED' });
  }
});

test.each<[Record<string, unknown>, string]>([
  [{ name: null }, 'name'],
  [{ settings: null }, 'settings'],
  [{ settings: { language: null } }, 'settings.language'],
])('refuses to clear a required field: %j', async (wrong, path) => {
  const { create, update } = setUp();
  const { id } = (await create({ name: 'Home' })).collection;
  const answer = await update({ id, ...wrong });
  expect(answer).toMatchObject(issue(path));
  expect(answer.issues[0].message).toContain('leave it out');
});

test('a collection moves with its whole subtree, but never below itself', async () => {
  const { create, update } = setUp();
  const top = (await create({ name: 'top' })).collection.id;
  const middle = (await create({ name: 'middle', parentId: top })).collection.id;
  const bottom = (await create({ name: 'bottom', parentId: middle })).collection.id;
  for (const parentId of [top, middle, bottom]) {
    expect(await update({ id: top, parentId })).toMatchObject(issue('parentId'));
  }
  expect((await update({ id: middle, parentId: null })).collection.parent).toBeNull();
  expect((await update({ id: top, parentId: bottom })).collection.parent).toEqual({ id: bottom });
  for (const parentId of ['', 'nonsense', encodeNodeId('Memory', newId()), encodeNodeId('Collection', newId())]) {
    expect(await create({ name: 'x', parentId })).toMatchObject({ __typename: 'NotFoundError', missingId: parentId });
    expect(await update({ id: top, parentId })).toMatchObject({ __typename: 'NotFoundError', missingId: parentId });
  }
});

test('an update that moves a collection returns the parent that it was taken from', async () => {
  const { viewer, create } = setUp();
  const top = (await create({ name: 'top' })).collection.id;
  const { id } = (await create({ name: 'goes', parentId: top })).collection;
  const change = async (input: object, who = viewer) =>
    (await mutate(api, who, 'updateCollection', { id, ...input }, 'formerParent { id children { totalCount } }'))
      .formerParent;
  expect(await change({ name: 'x' })).toBeNull();
  expect(await change({ parentId: null })).toEqual({ id: top, children: { totalCount: 0 } });
  expect(await change({ parentId: null })).toBeNull();
  expect(await change({ parentId: top })).toBeNull();
  const reached = [id, (await create({ name: 'other' })).collection.id].map(
    (one) => decodeNodeId('Collection', one) ?? '',
  );
  const narrowed = { ...viewer, collectionIds: new Set(reached) };
  expect(await change({ parentId: encodeNodeId('Collection', reached[1] ?? '') }, narrowed)).toBeNull();
});

test('counts and revisions are a collection’s own; the root list of memories includes child collections', async () => {
  const { viewer, create, add } = setUp();
  const parent = (await create({ name: 'parent' })).collection.id;
  const child = (await create({ name: 'child', parentId: parent })).collection.id;
  await add(parent, 'tea');
  await add(child, 'coffee');
  const found = await run(
    viewer,
    `query ($id: ID!) {
      collection(id: $id) { memoryCount revision memories { totalCount } children { totalCount edges { node { id memoryCount } } } }
      memories(collectionIds: [$id]) { totalCount }
    }`,
    { id: parent },
  );
  expect(found.collection).toEqual({
    memoryCount: 1,
    revision: 1,
    memories: { totalCount: 1 },
    children: { totalCount: 1, edges: [{ node: { id: child, memoryCount: 1 } }] },
  });
  expect(found.memories.totalCount).toBe(2);
});

test('children of many collections take two statements in all, each paged by itself', async () => {
  const { viewer, create } = setUp();
  for (const name of ['one', 'two', 'three']) {
    const parentId = (await create({ name })).collection.id;
    for (const child of ['a', 'b', 'c']) await create({ name: `${name} ${child}`, parentId });
  }
  const list = 'totalCount pageInfo { hasNextPage endCursor } edges { node { name } }';
  const statements = await countStatements(async () => {
    const { collections } = await run(
      viewer,
      `{ collections(first: 12) { edges { node { name children(first: 2) { ${list} } } } } }`,
    );
    const { name, children } = collections.edges[4].node;
    expect([name, children]).toMatchObject(['two', { totalCount: 3, pageInfo: { hasNextPage: true } }]);
    expect(children.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual(['two a', 'two b']);
    expect(collections.edges[5].node.children).toMatchObject({ totalCount: 0, edges: [] });
  });
  expect(statements).toHaveLength(3);
});

test('a repeated idempotency key returns the same collection, also concurrently; with another name it conflicts', async () => {
  const { viewer, create } = setUp();
  const twin = { name: 'Home', idempotencyKey: 'key' };
  const [one, two] = await Promise.all([create(twin), create(twin)]);
  expect(two.collection.id).toBe(one.collection.id);
  const conflict = { reason: 'IDEMPOTENCY_KEY_REUSED', current: { id: one.collection.id } };
  expect(await create({ ...twin, name: 'Other' })).toMatchObject(conflict);
  expect((await run(viewer, '{ collections { totalCount } }')).collections.totalCount).toBe(1);
  const stranger = setUp();
  const other = await stranger.create({ ...twin, name: 'Other' });
  expect((await create(twin)).collection.id).toBe(one.collection.id);
  expect((await stranger.create({ ...twin, name: 'Other' })).collection.id).toBe(other.collection.id);
});

test('an idempotency key expires after 24 hours', async () => {
  const { viewer, create } = setUp();
  const idOf = async () => (await create({ name: 'Home', idempotencyKey: 'key' })).collection.id;
  const grow = (older: string) =>
    sql`update idempotency set created_at = now() - ${older}::interval where account_id = ${viewer.accountId}`.execute(
      db,
    );
  const first = await idOf();
  await grow('23 hours 59 minutes');
  expect(await idOf()).toBe(first);
  await grow('24 hours 1 minute');
  const second = await idOf();
  expect(second).not.toBe(first);
  expect(await idOf()).toBe(second);
});

test.each([
  ['collections(first: 101) { totalCount }', 'first'],
  ['collections(first: -1) { totalCount }', 'first'],
  ['collections(first: 1, last: 1) { totalCount }', 'last'],
  ['collections(after: "nonsense") { totalCount }', 'after'],
  ['memories(collectionIds: []) { totalCount }', 'collectionIds'],
  ['conversations(collectionIds: []) { totalCount }', 'collectionIds'],
])('{ %s } is refused, and the error names the argument', async (query, argument) => {
  const { errors } = await execute(makeViewer(), `{ ${query} }`);
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(`"${argument}"`) }]);
});
