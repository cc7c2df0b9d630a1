import { expect, test } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import type { UpdateMemory } from '../../src/memory/change-memory.input.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { lifecycle, collections } = memoryServices(db);

const termsOf = async ({ accountId }: Viewer, id: string) => {
  const query = db.selectFrom('memory').select('terms').where('account_id', '=', accountId).where('id', '=', id);
  return (await query.executeTakeFirstOrThrow()).terms;
};

test('update replaces given fields, keeps the rest, and makes one revision and one event', async () => {
  const home = await Household.create(db);
  const { id } = await home.add({ content: 'Anna likes tea', tags: ['old'], metadata: { a: 1, b: 2 } });
  const updated = await lifecycle.update(home.viewer, {
    id,
    expectedRevision: 1,
    kind: 'PREFERENCE',
    metadata: { b: 3 },
    reason: 'she said so',
  });
  expect(updated).toMatchObject({ kind: 'PREFERENCE', tags: ['old'], metadata: { b: 3 }, revision: 2 });
  expect(await home.read(id)).toEqual(updated);
  expect((await home.history(id)).at(-1)).toMatchObject({
    revision: 2,
    changed: ['kind', 'metadata'],
    kind: 'PREFERENCE',
    reason: 'she said so',
    actor_kind: 'USER',
    actor: 'tester',
    at: updated.updatedAt,
  });
  expect(await home.events(1)).toEqual([{ type: 'MemoryChanged', subjectId: id, changed: ['kind', 'metadata'] }]);
  expect(await home.stream()).toMatchObject({ seq: 2, memory_revision: 2, memory_count: 1 });
});

test('a change by a transaction that began before another one is not dated before it', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const { id } = await home.add('Anna likes tea');
  // As the other transaction leaves it: its time is later than when the next change begins.
  const later = new Date(Date.now() + 5_000);
  await db
    .updateTable('memory')
    .set({ updated_at: later })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
  const updated = await lifecycle.update(home.viewer, { id, tags: ['drinks'] });
  expect(updated).toMatchObject({ updatedAt: later, revision: 2 });
  expect((await home.history(id)).at(-1)).toMatchObject({ revision: 2, at: later });
});

test('update clears optional fields that are null', async () => {
  const home = await Household.create(db);
  const validTo = new Date('2099-01-01T00:00:00Z');
  const { id } = await home.add({ content: 'x', tags: ['t'], metadata: { a: 1 }, validTo });
  const updated = await lifecycle.update(home.viewer, { id, tags: null, metadata: null, validTo: null });
  expect(updated).toMatchObject({ tags: [], metadata: null, validTo: null, revision: 2 });
});

test('a superseded memory keeps an end, which may be another one', async () => {
  const home = await Household.create(db);
  const { id } = await home.add({ content: 'Ada drives a Fiat.', validFrom: new Date('2020-01-01T00:00:00Z') });
  const validFrom = new Date('2022-01-01T00:00:00Z');
  await lifecycle.supersede(home.viewer, { id, content: 'Ada drives a Tesla.', reason: 'She sold it', validFrom });
  await expect(lifecycle.update(home.viewer, { id, validTo: null })).rejects.toMatchObject({
    issues: [{ path: ['validTo'], message: expect.stringContaining('restoreMemory') }],
  });
  expect(await home.read(id)).toMatchObject({ validTo: validFrom });
  const validTo = new Date('2021-01-01T00:00:00Z');
  expect(await lifecycle.update(home.viewer, { id, validTo })).toMatchObject({ validTo, status: 'SUPERSEDED' });
});

test('update without a difference writes and publishes nothing', async () => {
  const home = await Household.create(db);
  const before = await home.add({ content: 'x', tags: ['a', 'b'], metadata: { a: { b: 1 } } });
  const { id, kind, tags, tier, validFrom } = before;
  const same = [
    { id, reason: 'none' },
    { id, kind, tags: [...tags], tier, validFrom, metadata: { a: { b: 1 } } },
  ];
  for (const given of same) expect(await lifecycle.update(home.viewer, given)).toEqual(before);
  expect(await home.read(id)).toEqual(before);
  expect(await home.history(id)).toHaveLength(1);
  expect(await home.stream()).toMatchObject({ seq: 1 });
});

test('update pins a given tier, even if it equals the current one', async () => {
  const home = await Household.create(db);
  const [one, two] = [await home.add('one'), await home.add('two')];
  expect(await lifecycle.update(home.viewer, { id: one.id, tier: 'STABLE' })).toMatchObject({ tier: 'STABLE' });
  await lifecycle.update(home.viewer, { id: two.id, tier: 'ACTIVE' });
  const pinned = await db
    .selectFrom('memory')
    .select(['tier', 'tier_pinned', 'revision'])
    .where('account_id', '=', home.viewer.accountId)
    .orderBy('content')
    .execute();
  expect(pinned).toEqual([
    { tier: 'STABLE', tier_pinned: true, revision: 2 },
    { tier: 'ACTIVE', tier_pinned: true, revision: 1 },
  ]);
});

test('update recomputes the date terms for a new date, in the time zone of the collection', async () => {
  const home = await Household.create(db);
  const settings = { timeZone: 'Asia/Tokyo' };
  await collections.update(home.viewer, { id: home.collection.id, settings });
  const { id } = await home.add({ content: 'moved', speaker: 'Anna', validFrom: new Date('2023-05-08T12:00:00Z') });
  expect(await termsOf(home.viewer, id)).toMatch(/'8':.*'may'/);
  await lifecycle.update(home.viewer, { id, validFrom: new Date('2024-02-28T20:00:00Z') });
  expect(await termsOf(home.viewer, id)).toBe("'2024':3 '29':1 'anna':4 'februari':2 'move':5");
});

test('a new date keeps the terms in their language, even if another one was set temporarily', async () => {
  const home = await Household.create(db);
  const set = (language: string) => collections.update(home.viewer, { id: home.collection.id, settings: { language } });
  await set('de');
  const [given, date] = [{ content: 'zwei Häuser' }, new Date('2024-02-28T12:00:00Z')];
  const { id } = await home.add({ ...given, validFrom: new Date('2023-05-08T12:00:00Z') });
  await set('en');
  await lifecycle.update(home.viewer, { id, validFrom: date });
  await set('de');
  // An equal memory can be added again then.
  await lifecycle.forget(home.viewer, { id });
  const twin = await home.add({ ...given, validFrom: date });
  expect(await termsOf(home.viewer, id)).toBe(await termsOf(home.viewer, twin.id));
});

test('update works on forgotten memories, too', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('x');
  await lifecycle.forget(home.viewer, { id });
  expect(await lifecycle.update(home.viewer, { id, tags: ['t'] })).toMatchObject({
    status: 'FORGOTTEN',
    tags: ['t'],
  });
  expect(await home.count()).toBe(0);
});

const may = new Date('2026-05-01T00:00:00Z');
const june = new Date('2026-06-01T00:00:00Z');

test.each<[string, string, Omit<UpdateMemory, 'id'>]>([
  ['validTo before the validFrom that stands', 'validTo', { validTo: new Date('2026-05-31T23:59:59Z') }],
  ['validFrom after the validTo that stands', 'validFrom', { validFrom: new Date('2026-07-02T00:00:00Z') }],
  ['validTo before validFrom', 'validTo', { validFrom: june, validTo: may }],
  ['33 tags', 'tags', { tags: Array.from({ length: 33 }, (_, n) => `t${n}`) }],
  ['a tag of 65 characters', 'tags.0', { tags: ['x'.repeat(65)] }],
  ['an empty tag', 'tags.0', { tags: [' '] }],
  ['a NUL in the reason', 'reason', { reason: 'a\u0000b' }],
  ['an empty reason', 'reason', { reason: ' ' }],
  ['a reason of 2,001 characters', 'reason', { reason: 'x'.repeat(2001) }],
  ['kind null', 'kind', { kind: null }],
  ['tier null', 'tier', { tier: null }],
  ['validFrom null', 'validFrom', { validFrom: null }],
])('update is rejected for %s', async (_name, path, given) => {
  const home = await Household.create(db);
  const before = await home.add({ content: 'x', validFrom: june, validTo: new Date('2026-07-01T00:00:00Z') });
  await expect(lifecycle.update(home.viewer, { id: before.id, ...given })).rejects.toMatchObject({
    name: 'ValidationError',
    issues: [{ path: path.split('.') }],
  });
  expect(await home.read(before.id)).toEqual(before);
  expect(await home.stream()).toMatchObject({ seq: 1 });
});

test('update is rejected for a wrong expected revision', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('x');
  await lifecycle.update(home.viewer, { id, tags: ['first'] });
  await expect(lifecycle.update(home.viewer, { id, expectedRevision: 1, tags: ['second'] })).rejects.toMatchObject({
    reason: 'REVISION',
    currentRevision: 2,
    current: { type: 'Memory', id },
  });
  expect((await home.read(id)).tags).toEqual(['first']);
});

test('update is rejected for a memory that is missing, of another account, or out of reach', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('x');
  const other = await collections.create(home.viewer, { name: 'Other' });
  const narrowed = { ...home.viewer, collectionIds: new Set([other.id]) };
  const missing = { name: 'NotFoundError' };
  await expect(lifecycle.update(home.viewer, { id: newId(), tags: ['t'] })).rejects.toMatchObject(missing);
  await expect(lifecycle.update(makeViewer(), { id, tags: ['t'] })).rejects.toMatchObject(missing);
  await expect(lifecycle.update(narrowed, { id, tags: ['t'] })).rejects.toMatchObject(missing);
  expect(await home.read(id)).toMatchObject({ revision: 1 });
});

test('of two updates with the same expected revision one wins', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('x');
  const settled = await Promise.allSettled(
    ['a', 'b'].map((tag) => lifecycle.update(home.viewer, { id, expectedRevision: 1, tags: [tag] })),
  );
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await home.history(id)).toHaveLength(2);
});
