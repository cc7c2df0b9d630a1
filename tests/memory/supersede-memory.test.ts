import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { SupersedeMemory } from '../../src/memory/change-memory.input.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { NotFoundError } from '../../src/platform/errors.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { lifecycle, collections } = memoryServices(db);
const reason = 'she changed her mind';

test.each([
  ['had ended before', new Date('2018-01-01T00:00:00Z'), new Date('2018-01-01T00:00:00Z')],
  ['would have ended later', new Date('2099-01-01T00:00:00Z'), null],
])('a replaced memory that %s is never valid for longer', async (_, validTo, kept) => {
  const home = await Household.create(db);
  const old = await home.add({ content: 'tea', validFrom: new Date('2015-01-01T00:00:00Z'), validTo });
  const { memory, superseded } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason });
  expect(superseded.validTo).toEqual(kept ?? memory.validFrom);
  const again = lifecycle.supersede(home.viewer, { id: old.id, content: 'milk', reason });
  await expect(again).rejects.toThrow('supersede its replacement');
});

test('a memory that was superseded several times cannot be superseded, and the error names what holds now', async () => {
  const home = await Household.create(db);
  const first = await home.add('tea');
  let { id } = first;
  for (const content of ['coffee', 'milk', 'juice']) {
    ({ id } = (await lifecycle.supersede(home.viewer, { id, content, reason })).memory);
  }
  const again = lifecycle.supersede(home.viewer, { id: first.id, content: 'beer', reason });
  await expect(again).rejects.toMatchObject({
    message: 'The memory was superseded already: supersede its last replacement, or restore it first',
    current: { type: 'Memory', id },
  });
  expect(await home.read(id)).toMatchObject({ content: 'juice', status: 'CURRENT' });
});

test('a memory that ended without a replacement cannot be superseded, and the error names no replacement', async () => {
  const home = await Household.create(db);
  const old = await home.add('tea');
  const { memory } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason });
  await lifecycle.forget(home.viewer, { id: memory.id, purge: true });
  const again = lifecycle.supersede(home.viewer, { id: old.id, content: 'milk', reason });
  await expect(again).rejects.toThrow('The memory has ended without a replacement: restore it first');
});

test('supersede inherits omitted fields, ends the old memory where the new one begins, and keeps the count at one', async () => {
  const home = await Household.create(db);
  const metadata = { a: 1 };
  const old = await home.add({ content: 'tea', kind: 'PREFERENCE', speaker: 'Anna', tags: ['drink'], metadata });
  const { memory, superseded } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason });
  expect(memory).toMatchObject({
    content: 'coffee',
    kind: 'PREFERENCE',
    speaker: 'Anna',
    tags: ['drink'],
    metadata,
    status: 'CURRENT',
    embeddingStatus: 'READY',
    revision: 1,
    validTo: null,
    collectionId: old.collectionId,
  });
  expect(superseded).toMatchObject({
    status: 'SUPERSEDED',
    supersededById: memory.id,
    validTo: memory.validFrom,
    content: 'tea',
    revision: 2,
  });
  expect(await home.read(old.id)).toEqual(superseded);
  expect(await home.read(memory.id)).toEqual(memory);
  expect((await home.history(old.id)).at(-1)).toMatchObject({
    changed: ['validTo', 'status', 'supersededBy'],
    reason,
    status: 'SUPERSEDED',
    valid_to: memory.validFrom,
  });
  expect(await home.events(1)).toEqual([
    { type: 'MemoryChanged', subjectId: old.id, changed: ['validTo', 'status', 'supersededBy'] },
    { type: 'MemoryAdded', subjectId: memory.id, changed: [] },
  ]);
  expect(await home.stream()).toMatchObject({ seq: 3, memory_revision: 3, memory_count: 1 });
});

test('a memory stored before the clock was set back can be superseded', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await sql`update memory set created_at = created_at + '1 hour', valid_from = valid_from + '1 hour'
    where account_id = ${home.viewer.accountId} and id = ${id}`.execute(db);
  const { memory, superseded } = await lifecycle.supersede(home.viewer, { id, content: 'coffee', reason });
  expect(superseded.validTo).toEqual(superseded.validFrom);
  expect(await lifecycle.update(home.viewer, { id, tags: ['t'] })).toMatchObject({ tags: ['t'] });
  expect(memory.validFrom.getTime()).toBeLessThanOrEqual(memory.createdAt.getTime());
});

test('supersede sets given fields and clears those that are null', async () => {
  const home = await Household.create(db);
  const messageId = await home.message('the source');
  const old = await home.add({
    content: 'tea',
    speaker: 'Anna',
    tags: ['a'],
    metadata: { a: 1 },
    sourceMessageId: messageId,
  });
  const validFrom = new Date(old.validFrom.getTime() + 5);
  const given = { kind: 'EPISODE', speaker: 'Ben', tags: ['b'], metadata: { b: 1 }, validFrom } as const;
  const first = await lifecycle.supersede(home.viewer, {
    ...given,
    tags: ['b'],
    id: old.id,
    content: 'coffee',
    reason,
  });
  expect(first.memory).toMatchObject({ ...given, messageId, conversationId: old.conversationId });
  expect(first.superseded.validTo).toEqual(validFrom);
  const cleared = { speaker: null, tags: null, metadata: null, sourceMessageId: null };
  const second = await lifecycle.supersede(home.viewer, { ...cleared, id: first.memory.id, content: 'milk', reason });
  expect(second.memory).toMatchObject({
    speaker: null,
    tags: [],
    metadata: null,
    messageId: null,
    conversationId: null,
  });
});

test('supersede can name another source message', async () => {
  const home = await Household.create(db);
  const old = await home.add({ content: 'tea', speaker: 'Anna' });
  const sourceMessageId = await home.message('coffee now');
  const { memory } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason, sourceMessageId });
  expect(memory).toMatchObject({ messageId: sourceMessageId, speaker: 'Anna' });
});

test('supersede may repeat the same content', async () => {
  const home = await Household.create(db);
  const old = await home.add('tea');
  const { memory, superseded } = await lifecycle.supersede(home.viewer, {
    id: old.id,
    content: 'tea',
    reason,
    tags: ['t'],
  });
  expect([memory.status, superseded.status]).toEqual(['CURRENT', 'SUPERSEDED']);
});

test('supersede conflicts with another equal CURRENT memory, and writes nothing', async () => {
  const home = await Household.create(db);
  const [old, other] = [await home.add('tea'), await home.add('coffee')];
  await expect(lifecycle.supersede(home.viewer, { id: old.id, content: ' coffee ', reason })).rejects.toMatchObject({
    reason: 'STATE',
    currentRevision: 1,
    current: { type: 'Memory', id: other.id },
  });
  expect(await home.read(old.id)).toEqual(old);
  expect(await home.stream()).toMatchObject({ seq: 2, memory_count: 2 });
});

test('superseding again conflicts: with the replacement, or with the memory itself if it is forgotten', async () => {
  const home = await Household.create(db);
  const [old, forgotten] = [await home.add('tea'), await home.add('milk')];
  const { memory } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason });
  await lifecycle.forget(home.viewer, { id: forgotten.id });
  const again = (id: string) => lifecycle.supersede(home.viewer, { id, content: 'water', reason });
  await expect(again(old.id)).rejects.toMatchObject({ reason: 'STATE', current: { type: 'Memory', id: memory.id } });
  await expect(again(forgotten.id)).rejects.toMatchObject({ reason: 'STATE', current: { id: forgotten.id } });
});

test('of two concurrent supersedes one wins and the other conflicts', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const both = ['coffee', 'milk'].map((content) => lifecycle.supersede(home.viewer, { id, content, reason }));
  const settled = await Promise.allSettled(both);
  const winner = settled.find((one) => one.status === 'fulfilled')?.value;
  const loser = settled.find((one) => one.status === 'rejected')?.reason;
  expect(loser).toMatchObject({ reason: 'STATE', current: { id: winner?.memory.id } });
  expect(await home.stream()).toMatchObject({ seq: 3, memory_count: 1 });
});

test('a key replays the call, sequentially and concurrently, and with another input conflicts', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const call = { id, content: 'coffee', reason, expectedRevision: 1, idempotencyKey: 'k' };
  const [one, two] = await Promise.all([call, call].map((given) => lifecycle.supersede(home.viewer, given)));
  expect(two).toEqual(one);
  expect(await lifecycle.supersede(home.viewer, call)).toEqual(one);
  await expect(lifecycle.supersede(home.viewer, { ...call, content: 'milk' })).rejects.toMatchObject({
    reason: 'IDEMPOTENCY_KEY_REUSED',
  });
  expect(await home.stream()).toMatchObject({ seq: 3 });
  const other = await home.add('bread');
  expect(await lifecycle.supersede(home.viewer, { ...call, id: other.id, content: 'cake' })).toMatchObject({
    superseded: { id: other.id },
  });
});

test('a failed call releases its key', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  const call = { id, content: 'coffee', reason, idempotencyKey: 'k' };
  await expect(lifecycle.supersede(home.viewer, { ...call, expectedRevision: 7 })).rejects.toMatchObject({
    reason: 'REVISION',
    currentRevision: 1,
    current: { type: 'Memory', id },
  });
  expect(await lifecycle.supersede(home.viewer, call)).toMatchObject({ memory: { content: 'coffee' } });
});

test('supersede rejects a validFrom before that of the old memory', async () => {
  const home = await Household.create(db);
  const validFrom = new Date(Date.now() + 60_000);
  const past = await home.add('tea');
  const future = await home.add({ content: 'a party', validFrom });
  const before = new Date(past.validFrom.getTime() - 1);
  const invalid = { name: 'ValidationError', issues: [{ path: ['validFrom'] }] };
  const supersede = (given: Pick<SupersedeMemory, 'id' | 'validFrom'>) =>
    lifecycle.supersede(home.viewer, { ...given, content: 'no', reason });
  await expect(supersede({ id: past.id, validFrom: before })).rejects.toMatchObject(invalid);
  await expect(supersede({ id: future.id })).rejects.toMatchObject(invalid);
  expect(await supersede({ id: future.id, validFrom })).toMatchObject({
    superseded: { validFrom, validTo: validFrom },
  });
});

test.each<[string, string, Partial<SupersedeMemory>]>([
  ['empty content', 'content', { content: ' \n' }],
  ['content of 32,001 characters', 'content', { content: 'x'.repeat(32_001) }],
  ['a lone surrogate', 'content', { content: 'a\ud800' }],
  ['an empty reason', 'reason', { reason: '' }],
  ['a reason of 2,001 characters', 'reason', { reason: 'x'.repeat(2_001) }],
  ['kind null', 'kind', { kind: null }],
  ['an empty speaker', 'speaker', { speaker: '' }],
  ['a speaker of 201 characters', 'speaker', { speaker: 'x'.repeat(201) }],
  ['33 tags', 'tags', { tags: Array.from({ length: 33 }, (_, n) => `t${n}`) }],
  ['a key of 201 characters', 'idempotencyKey', { idempotencyKey: 'k'.repeat(201) }],
])('supersede is rejected for %s', async (_name, path, given) => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await expect(lifecycle.supersede(home.viewer, { id, content: 'coffee', reason, ...given })).rejects.toMatchObject({
    name: 'ValidationError',
    issues: [{ path: [path] }],
  });
  expect(await home.stream()).toMatchObject({ seq: 1 });
});

test('supersede rejects memories and source messages that are missing or out of reach', async () => {
  const [home, others] = [await Household.create(db), await Household.create(db)];
  const { id } = await home.add('tea');
  const other = await collections.create(home.viewer, { name: 'Other' });
  const narrowed = { ...home.viewer, collectionIds: new Set([other.id]) };
  const call = { id, content: 'coffee', reason };
  const missing = (given: string | { type: string; id: string }) => ({ name: 'NotFoundError', missing: given });
  const absent = newId();
  const memory = missing({ type: 'Memory', id });
  await expect(lifecycle.supersede(makeViewer(), call)).rejects.toMatchObject(memory);
  await expect(lifecycle.supersede(narrowed, call)).rejects.toMatchObject(memory);
  await expect(lifecycle.supersede(home.viewer, { ...call, id: absent })).rejects.toMatchObject(
    missing({ type: 'Memory', id: absent }),
  );
  for (const messageId of [absent, await others.message('theirs')]) {
    await expect(lifecycle.supersede(home.viewer, { ...call, sourceMessageId: messageId })).rejects.toMatchObject(
      missing({ type: 'Message', id: messageId }),
    );
  }
  const none = new NotFoundError({ given: 'as it was written', wanted: 'Message', type: null });
  await expect(lifecycle.supersede(home.viewer, { ...call, sourceMessageId: none })).rejects.toBe(none);
  expect(await home.stream()).toMatchObject({ seq: 1 });
});
