import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { findDuplicates } from '../../src/memory/new-memory.store.ts';
import { claimKey, settleKeys } from '../../src/platform/db/idempotency.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { useDatabase } from '../support/database.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { tablesThatHold } from '../support/traces.ts';

const { db, pool } = useDatabase();
const { lifecycle, memories } = memoryServices(db);

// One lexeme that no stemmer shortens, so that it would also be found among search terms.
const canary = 'xq7canary7qx';
const says = (text: string) => `${text} ${canary}`;
const everywhere = { speaker: says('speaker'), tags: [says('tag')], metadata: { [canary]: says('metadata') } };

/** Content hashes in hex: short texts can be guessed from them. */
async function hashesIn({ viewer: { accountId } }: Household): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select encode(content_hash, 'hex') as hash from memory where account_id = ${accountId}
    union select encode(body_hash, 'hex') from idempotency where account_id = ${accountId}`.execute(db);
  return rows.map(({ hash }) => hash);
}

const purge = (home: Household, id: string) =>
  lifecycle.forget(home.viewer, { id, purge: true, purgeSource: true, reason: says('purged because of') });

test('a purge leaves nothing of a memory, by whatever path it was added', async () => {
  const home = await Household.create(db);
  const { viewer } = home;
  const sourceMessageId = await home.message(says('message'), { [canary]: canary });
  const scope = {
    accountId: viewer.accountId,
    mutation: 'appendMessages',
    parentId: home.collection.id,
    makes: 'Message',
  };
  await claimKey(db, scope, { key: says('append'), body: says('message'), resultIds: [sourceMessageId] });

  const learnt = await home.add({ content: says('learnt'), ...everywhere, sourceMessageId, idempotencyKey: says('1') });
  const added = await home.add({ content: says('added'), ...everywhere, idempotencyKey: says('2') });
  await home.add({ content: says('added'), ...everywhere, idempotencyKey: says('duplicate') });
  const bulk = [{ content: says('bulk'), idempotencyKey: says('3') }];
  const [one] = await memories.addMany(viewer, home.collection.id, bulk, new Map());
  if (!one || one instanceof Error) throw one ?? new Error('A bulk of one answered nothing');

  const { id } = added;
  await lifecycle.update(viewer, { id, tags: [says('changed')], metadata: { canary }, reason: says('updated') });
  await lifecycle.update(viewer, { id, tags: [], metadata: null, reason: says('tidied up') });
  const change = { reason: says('superseded'), idempotencyKey: says('4'), metadata: { canary } };
  const second = await lifecycle.supersede(viewer, { id, content: says('second'), ...change });
  const third = await lifecycle.supersede(viewer, { id: second.memory.id, content: says('third'), ...change });
  await lifecycle.restore(viewer, { id: second.memory.id, reason: says('restored') });
  await lifecycle.forget(viewer, { id: second.memory.id, reason: says('forgotten') });
  await lifecycle.restore(viewer, { id: second.memory.id, reason: says('remembered') });

  expect(await tablesThatHold(pool, canary)).toEqual(['idempotency', 'memory', 'memory_revision', 'message']);
  const hashes = await hashesIn(home);
  expect(await tablesThatHold(pool, ...hashes)).toEqual(['idempotency', 'memory']);
  for (const memory of [learnt, added, one.memory, second.memory, third.memory]) await purge(home, memory.id);
  expect(await tablesThatHold(pool, canary, ...hashes)).toEqual([]);
  expect(await home.count()).toBe(0);
});

test('purging a replacement leaves nothing of it in the history of what it replaced', async () => {
  const home = await Household.create(db);
  const [kept, restored] = [await home.add('tea'), await home.add('bread')];
  const change = { ...everywhere, content: says('new'), reason: says('superseded') };
  const { memory } = await lifecycle.supersede(home.viewer, { id: kept.id, ...change });
  const other = await lifecycle.supersede(home.viewer, { id: restored.id, ...change, content: says('newer') });
  await lifecycle.restore(home.viewer, { id: restored.id, reason: says('restored') });
  expect(await tablesThatHold(pool, canary)).toEqual(['memory', 'memory_revision']);
  await purge(home, memory.id);
  await purge(home, other.memory.id);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
  expect(await home.read(kept.id)).toMatchObject({ content: 'tea', status: 'SUPERSEDED', supersededById: null });
  expect(await home.read(restored.id)).toMatchObject({ content: 'bread', status: 'CURRENT' });
});

test('a purge leaves nothing of a memory in replacements that its restore has withdrawn, and what replaces it as it is', async () => {
  const home = await Household.create(db);
  const { viewer } = home;
  const reason = 'changed';
  const first = await home.add({ content: 'bread', tags: [says('tag')], metadata: { [canary]: says('metadata') } });
  const second = await lifecycle.supersede(viewer, { id: first.id, content: 'cake', reason });
  const third = await lifecycle.supersede(viewer, {
    id: second.memory.id,
    content: 'pie',
    reason,
    tags: [says('tag'), 'baked'],
  });
  await lifecycle.restore(viewer, { id: second.memory.id });
  await lifecycle.update(viewer, { id: second.memory.id, tags: ['sweet'] });
  await lifecycle.restore(viewer, { id: first.id });
  await lifecycle.update(viewer, { id: first.id, tags: [says('other')] });
  const last = await lifecycle.supersede(viewer, { id: first.id, content: 'rolls', reason, metadata: { own: true } });
  await purge(home, first.id);
  expect(await home.read(second.memory.id)).toMatchObject({ status: 'FORGOTTEN', tags: ['sweet'], metadata: null });
  expect(await home.read(third.memory.id)).toMatchObject({ status: 'FORGOTTEN', tags: ['baked'], metadata: null });
  expect(await home.read(last.memory.id)).toMatchObject({ status: 'CURRENT', tags: [says('other')] });
  await purge(home, last.memory.id);
  expect(await tablesThatHold(pool, canary)).toEqual([]);
});

test('a purge keeps other memories and, unless requested, the source message', async () => {
  // Purging leaves the message's text.
  const tells = (text: string) => `${text} xq7left7qx`;
  const home = await Household.create(db);
  const sourceMessageId = await home.message(tells('message'));
  const { id } = await home.add({ content: tells('one'), sourceMessageId });
  await home.add({ content: tells('other'), sourceMessageId });
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await tablesThatHold(pool, tells('one'))).toEqual([]);
  expect(await tablesThatHold(pool, tells('message'))).toEqual(['message']);
  expect(await tablesThatHold(pool, tells('other'))).toEqual(['memory']);
});

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1)(
  'a purge waits for a call that has just found the memory as its duplicate',
  async () => {
    const word = 'xq7raced7qx';
    const home = await Household.create(db);
    const { id, contentHash } = await home.add(word);
    const { accountId } = home.viewer;
    const scope = { accountId, mutation: 'addMemory', parentId: home.collection.id, makes: 'Memory' };
    const collection = { accountId, collectionId: home.collection.id };
    const { purged } = await inUnitOfWork(db, accountId, async (unit) => {
      await claimKey(unit.db, scope, { key: word, body: {}, resultIds: [newId()] });
      expect(await findDuplicates(unit.db, collection, [{ contentHash }])).toHaveProperty('size', 1);
      const waiting = lifecycle.forget(home.viewer, { id, purge: true });
      await someoneWaitsFor(unit.db);
      await settleKeys(unit.db, scope, [{ key: word, resultIds: [id] }]);
      return { purged: waiting };
    });
    await purged;
    expect(await tablesThatHold(pool, word)).toEqual([]);
  },
);
