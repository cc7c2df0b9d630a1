import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { someoneWaitsFor } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { lifecycle, collections, memories } = memoryServices(db);
const reason = 'on second thoughts';

/** Two memories, the second superseding the first. */
async function supersededHome(validTo: Date | null = null) {
  const home = await Household.create(db);
  const old = await home.add({ content: 'tea', validTo });
  const { memory } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'coffee', reason });
  return { home, old, replacement: memory };
}

test('restore undoes a forget', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await lifecycle.forget(home.viewer, { id });
  const { memory, withdrawn } = await lifecycle.restore(home.viewer, { id, expectedRevision: 2, reason });
  expect(memory).toMatchObject({ status: 'CURRENT', revision: 3 });
  expect(withdrawn).toBeNull();
  expect((await home.history(id)).at(-1)).toMatchObject({ changed: ['status'], reason, status: 'CURRENT' });
  expect(await home.events(2)).toEqual([{ type: 'MemoryChanged', subjectId: id, changed: ['status'] }]);
  expect(await home.stream()).toMatchObject({ memory_revision: 3, memory_count: 1 });
});

test.each([null, new Date('2099-01-01T00:00:00Z')])(
  'restore undoes a supersede and brings back the previous validTo: %s',
  async (end) => {
    const { home, old, replacement } = await supersededHome(end);
    const { memory, withdrawn } = await lifecycle.restore(home.viewer, { id: old.id, reason });
    expect(memory).toMatchObject({ status: 'CURRENT', validTo: end, supersededById: null, revision: 3 });
    expect(withdrawn).toMatchObject({ id: replacement.id, status: 'FORGOTTEN', revision: 2 });
    expect(await home.read(replacement.id)).toEqual(withdrawn);
    expect(await home.events(3)).toEqual([
      { type: 'MemoryForgotten', subjectId: replacement.id, changed: ['status'] },
      { type: 'MemoryChanged', subjectId: old.id, changed: ['validTo', 'status', 'supersededBy'] },
    ]);
    expect(await home.stream()).toMatchObject({ seq: 5, memory_revision: 5, memory_count: 1 });
    await lifecycle.supersede(home.viewer, { id: old.id, content: 'cocoa', reason });
    const again = await lifecycle.restore(home.viewer, { id: old.id });
    expect(again.memory).toMatchObject({ status: 'CURRENT', validTo: end });
  },
);

test('a validTo set by hand after the supersede is kept', async () => {
  const { home, old } = await supersededHome();
  const validTo = new Date('2099-01-01T00:00:00Z');
  await lifecycle.update(home.viewer, { id: old.id, validTo });
  expect(await lifecycle.restore(home.viewer, { id: old.id })).toMatchObject({ memory: { validTo } });
});

test('a validTo before the current validFrom is not brought back', async () => {
  const home = await Household.create(db);
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const old = await home.add({ content: 'tea', validFrom: day('2020-01-01'), validTo: day('2021-01-01') });
  const given = { id: old.id, content: 'coffee', reason, validFrom: day('2023-01-01') };
  await lifecycle.supersede(home.viewer, given);
  // As it was stored while a replaced memory ended where the new one begins, even if it had ended before.
  const ended = day('2023-01-01');
  await sql`update memory set valid_to = ${ended} where account_id = ${old.accountId} and id = ${old.id}`.execute(db);
  await sql`update memory_revision set valid_to = ${ended}
    where account_id = ${old.accountId} and memory_id = ${old.id} and revision = 2`.execute(db);
  await lifecycle.update(home.viewer, { id: old.id, validFrom: day('2022-01-01') });
  const { memory } = await lifecycle.restore(home.viewer, { id: old.id });
  expect(memory).toMatchObject({ status: 'CURRENT', validFrom: day('2022-01-01'), validTo: day('2023-01-01') });
});

test('restore is rejected if the replacement was itself superseded, but works from the end of the chain', async () => {
  const { home, old, replacement } = await supersededHome();
  const { memory: last } = await lifecycle.supersede(home.viewer, { id: replacement.id, content: 'milk', reason });
  await expect(lifecycle.restore(home.viewer, { id: old.id })).rejects.toMatchObject({
    reason: 'STATE',
    currentRevision: 2,
    current: { type: 'Memory', id: replacement.id },
  });
  await lifecycle.forget(home.viewer, { id: replacement.id });
  await expect(lifecycle.restore(home.viewer, { id: old.id })).rejects.toMatchObject({ reason: 'STATE' });
  await lifecycle.restore(home.viewer, { id: replacement.id });
  expect(await lifecycle.restore(home.viewer, { id: replacement.id })).toMatchObject({ withdrawn: { id: last.id } });
  expect(await lifecycle.restore(home.viewer, { id: old.id })).toMatchObject({ withdrawn: { id: replacement.id } });
  expect(await home.count()).toBe(1);
});

test('restore is rejected if the memory that superseded the replacement was purged', async () => {
  const { home, old, replacement } = await supersededHome();
  const { memory: last } = await lifecycle.supersede(home.viewer, { id: replacement.id, content: 'milk', reason });
  await lifecycle.forget(home.viewer, { id: last.id, purge: true });
  await expect(lifecycle.restore(home.viewer, { id: old.id })).rejects.toMatchObject({ reason: 'STATE' });
});

test('a forgotten superseded memory is restored to SUPERSEDED first, and then to CURRENT', async () => {
  const { home, old, replacement } = await supersededHome();
  await lifecycle.forget(home.viewer, { id: old.id });
  const equal = await home.add('tea');
  const undone = await lifecycle.restore(home.viewer, { id: old.id });
  expect(undone).toMatchObject({ memory: { status: 'SUPERSEDED', supersededById: replacement.id }, withdrawn: null });
  await lifecycle.forget(home.viewer, { id: equal.id });
  const again = await lifecycle.restore(home.viewer, { id: old.id });
  expect(again).toMatchObject({ memory: { status: 'CURRENT', validTo: null }, withdrawn: { id: replacement.id } });
});

test('restore ignores a replacement that is already forgotten or purged', async () => {
  const forgotten = await supersededHome();
  await lifecycle.forget(forgotten.home.viewer, { id: forgotten.replacement.id });
  const purged = await supersededHome();
  await lifecycle.forget(purged.home.viewer, { id: purged.replacement.id, purge: true });
  for (const { home, old } of [forgotten, purged]) {
    const restored = await lifecycle.restore(home.viewer, { id: old.id });
    expect(restored).toMatchObject({ memory: { status: 'CURRENT', validTo: null }, withdrawn: null });
    expect(await home.count()).toBe(1);
  }
  expect(await forgotten.home.read(forgotten.replacement.id)).toMatchObject({ revision: 2 });
});

test.each([null, new Date('2099-01-01T00:00:00Z')])(
  'an undone supersede is done again by restoring the replacement, and undone again, with a former end of %s',
  async (end) => {
    const { home, old, replacement } = await supersededHome(end);
    for (const content of ['once', 'twice']) {
      await lifecycle.restore(home.viewer, { id: old.id });
      const seq = (await home.stream()).seq;
      const { memory, withdrawn, superseded } = await lifecycle.restore(home.viewer, { id: replacement.id, reason });
      expect(memory, content).toMatchObject({ id: replacement.id, status: 'CURRENT' });
      expect(withdrawn).toBeNull();
      const link = { status: 'SUPERSEDED', supersededById: replacement.id, validTo: replacement.validFrom };
      expect(superseded).toMatchObject({ id: old.id, ...link });
      expect(await home.read(old.id)).toEqual(superseded);
      expect(await home.events(seq)).toEqual([
        { type: 'MemoryChanged', subjectId: old.id, changed: ['validTo', 'status', 'supersededBy'] },
        { type: 'MemoryChanged', subjectId: replacement.id, changed: ['status'] },
      ]);
      expect(await home.count()).toBe(1);
    }
    const { memory } = await lifecycle.restore(home.viewer, { id: old.id });
    expect(memory).toMatchObject({ status: 'CURRENT', validTo: end, supersededById: null });
  },
);

test('a replacement is restored beside what has replaced the old memory since, and beside a forgotten one', async () => {
  const { home, old, replacement } = await supersededHome();
  await lifecycle.restore(home.viewer, { id: old.id });
  const { memory: other } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'cocoa', reason });
  expect(await lifecycle.restore(home.viewer, { id: replacement.id })).toMatchObject({ superseded: null });
  expect(await home.read(old.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: other.id });
  const left = await supersededHome();
  await lifecycle.restore(left.home.viewer, { id: left.old.id });
  await lifecycle.forget(left.home.viewer, { id: left.old.id });
  const { superseded } = await lifecycle.restore(left.home.viewer, { id: left.replacement.id });
  expect(superseded).toBeNull();
  expect(await left.home.read(left.old.id)).toMatchObject({ status: 'FORGOTTEN', supersededById: null });
});

test('an undo and its undo at the same time leave one CURRENT memory', async () => {
  const { home, old, replacement } = await supersededHome();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([old, replacement].map(({ id }) => lifecycle.restore(home.viewer, { id })));
    expect(await home.count()).toBe(1);
  }
});

test('an equal replacement that is restored replaces the old memory again', async () => {
  const home = await Household.create(db);
  const old = await home.add('tea');
  const { memory } = await lifecycle.supersede(home.viewer, { id: old.id, content: 'tea', reason, tags: ['t'] });
  await lifecycle.restore(home.viewer, { id: old.id });
  const again = await lifecycle.restore(home.viewer, { id: memory.id });
  expect(again).toMatchObject({ memory: { status: 'CURRENT', tags: ['t'] }, superseded: { id: old.id } });
});

test('an equal replacement does not block a restore', async () => {
  const home = await Household.create(db);
  const old = await home.add('tea');
  await lifecycle.supersede(home.viewer, { id: old.id, content: 'tea', reason, tags: ['t'] });
  expect(await lifecycle.restore(home.viewer, { id: old.id })).toMatchObject({
    memory: { status: 'CURRENT', tags: [] },
  });
});

test('restoring a CURRENT memory returns it unchanged', async () => {
  const home = await Household.create(db);
  const memory = await home.add('tea');
  expect(await lifecycle.restore(home.viewer, { id: memory.id, reason })).toEqual({
    memory,
    withdrawn: null,
    superseded: null,
  });
  expect(await home.stream()).toMatchObject({ seq: 1 });
  expect(await home.history(memory.id)).toHaveLength(1);
});

test('a restore conflicts with an equal CURRENT memory, and writes nothing', async () => {
  const { home, old, replacement } = await supersededHome();
  const equal = await home.add('tea');
  const seq = (await home.stream()).seq;
  const conflict = { reason: 'STATE', current: { type: 'Memory', id: equal.id } };
  await expect(lifecycle.restore(home.viewer, { id: old.id })).rejects.toMatchObject(conflict);
  expect(await home.read(replacement.id)).toEqual(replacement);
  await lifecycle.forget(home.viewer, { id: equal.id });
  const third = await home.add('tea');
  await expect(lifecycle.restore(home.viewer, { id: equal.id })).rejects.toMatchObject({
    ...conflict,
    current: { id: third.id },
  });
  expect(await home.stream()).toMatchObject({ seq: seq + 2 });
});

test('equal memories with different source messages do not conflict', async () => {
  const home = await Household.create(db);
  const learnt = await home.add({ content: 'tea', sourceMessageId: await home.message('tea') });
  await lifecycle.forget(home.viewer, { id: learnt.id });
  await home.add('tea');
  expect(await lifecycle.restore(home.viewer, { id: learnt.id })).toMatchObject({ memory: { status: 'CURRENT' } });
  expect(await home.count()).toBe(2);
});

test('a restore concurrent with an equal add leaves one CURRENT memory', async () => {
  const home = await Household.create(db);
  for (let round = 0; round < 10; round += 1) {
    const content = `round ${round}`;
    const { id } = await home.add(content);
    await lifecycle.forget(home.viewer, { id });
    const [restored, added] = await Promise.allSettled([
      lifecycle.restore(home.viewer, { id }),
      memories.add(home.viewer, home.collection.id, { content }),
    ]);
    expect(added.status).toBe('fulfilled');
    if (added.status === 'rejected') throw added.reason;
    const { outcome, memory } = added.value;
    if (restored.status === 'fulfilled') expect([outcome, memory.id]).toEqual(['DUPLICATE', id]);
    else expect(restored.reason).toMatchObject({ reason: 'STATE', current: { id: memory.id } });
    expect(await home.count()).toBe(round + 1);
  }
});

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1)('a restore that waits for an equal add conflicts with it', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await lifecycle.forget(home.viewer, { id });
  const equal = newId();
  const columns = sql`collection_id, content, content_hash, kind, valid_from, language, terms, term_count`;
  const restore = await db.transaction().execute(async (adding) => {
    await sql`insert into memory (account_id, id, ${columns}) select account_id, ${equal}, ${columns}
      from memory where account_id = ${home.viewer.accountId} and id = ${id}`.execute(adding);
    const answer = Promise.allSettled([lifecycle.restore(home.viewer, { id })]);
    await someoneWaitsFor(adding);
    return { answer };
  });
  expect(await restore.answer).toMatchObject([{ reason: { reason: 'STATE', current: { id: equal } } }]);
});

test('concurrent restores along a chain leave one CURRENT memory', async () => {
  const { home, old, replacement } = await supersededHome();
  const { memory: last } = await lifecycle.supersede(home.viewer, { id: replacement.id, content: 'milk', reason });
  await Promise.allSettled([
    lifecycle.restore(home.viewer, { id: old.id }),
    lifecycle.restore(home.viewer, { id: replacement.id }),
    lifecycle.forget(home.viewer, { id: last.id, purge: true }),
  ]);
  const statuses = (await Promise.all([old, replacement].map(({ id }) => home.read(id)))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 'CURRENT')).toHaveLength(1);
  expect(await home.count()).toBe(1);
});

test('restore is rejected for a wrong revision, an invalid reason, and a memory that is missing or out of reach', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('tea');
  await lifecycle.forget(home.viewer, { id });
  const other = await collections.create(home.viewer, { name: 'Other' });
  const narrowed = { ...home.viewer, collectionIds: new Set([other.id]) };
  const stale = { reason: 'REVISION', currentRevision: 2, current: { type: 'Memory', id } };
  await expect(lifecycle.restore(home.viewer, { id, expectedRevision: 1 })).rejects.toMatchObject(stale);
  await expect(lifecycle.restore(home.viewer, { id, reason: '\u0000' })).rejects.toMatchObject({
    name: 'ValidationError',
    issues: [{ path: ['reason'] }],
  });
  const missing = { name: 'NotFoundError' };
  await expect(lifecycle.restore(makeViewer(), { id })).rejects.toMatchObject(missing);
  await expect(lifecycle.restore(narrowed, { id })).rejects.toMatchObject(missing);
  await expect(lifecycle.restore(home.viewer, { id: newId() })).rejects.toMatchObject(missing);
});
