import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { pairedHits, Recalls } from '../../src/memory/recalls.ts';
import { takeOverUse } from '../../src/memory/take-over-use.ts';
import { fadeTiers } from '../../src/memory/update-tiers.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { livelierFirst } from '../../src/search/livelier.store.ts';
import { useDatabase } from '../support/database.ts';
import { letPass, lifeOf, pairsOf } from '../support/life.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const { lifecycle, collections } = memoryServices(db);
const warnings: string[] = [];
const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) });
const recorder = (delayMs: number | null = null) => new Recalls({ db, delayMs, batch: 10, log });

// A failed batch is dropped with a warning.
afterEach(() => expect(warnings.splice(0)).toEqual([]));

/** A household with memories, and their ids in the order of insertion. */
async function furnish(count: number) {
  const home = await Household.create(db);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await home.add(`note ${n}`)).id);
  return { home, ids, accountId: home.viewer.accountId };
}

const recall = async (accountId: string, ids: readonly string[], together = true) => {
  const recalls = recorder();
  recalls.record({ accountId, ids, together });
  await recalls.flush();
};

const fade = () => fadeTiers(db, new AbortController().signal, 2);

const firstPage = { limit: 10, direction: 'forward', after: null, before: null } as const;
const byResonance = { filter: {}, order: 'RESONANCE_DESC', page: firstPage } as const;

test('each recall adds 1 to the decayed resonance of those before', async () => {
  const { home, ids, accountId } = await furnish(1);
  const [id = ''] = ids;
  await recall(accountId, ids);
  expect(await lifeOf(db, home, id)).toMatchObject({ resonance: 1, access_count: 1 });
  await letPass(db, home, 30);
  await recall(accountId, ids);
  const later = await lifeOf(db, home, id);
  expect(later.resonance).toBeCloseTo(1.5, 4);
  expect(later.access_count).toBe(2);
  await collections.update(home.viewer, { id: home.collection.id, settings: { decayHalfLifeDays: 10 } });
  await letPass(db, home, 10);
  await recall(accountId, ids);
  expect((await lifeOf(db, home, id)).resonance).toBeCloseTo(1.75, 4);
});

test.each([5e-324, 1e-300, 36_500])('a half-life of %d days works, too', async (decayHalfLifeDays) => {
  const { home, ids, accountId } = await furnish(2);
  await collections.update(home.viewer, { id: home.collection.id, settings: { decayHalfLifeDays } });
  await recall(accountId, ids);
  await letPass(db, home, 400);
  await recall(accountId, ids);
  const { resonance } = await lifeOf(db, home, ids[0] ?? '');
  expect(resonance).toBeCloseTo(1 + 2 ** -(400 / decayHalfLifeDays), 4);
  const listed = await memoryServices(db).memories.page(home.viewer, [home.collection.id], byResonance);
  expect(listed.items).toHaveLength(2);
});

test('the order by resonance compares decayed values across different half-lives', async () => {
  const { home, ids, accountId } = await furnish(2);
  const quick = await collections.create(home.viewer, { name: 'quick', settings: { decayHalfLifeDays: 1 } });
  const { memories } = memoryServices(db);
  const { memory } = await memories.add(home.viewer, quick.id, { content: 'fades within days' });
  const [slow = '', never = ''] = ids;
  await recall(accountId, [slow]);
  for (let n = 0; n < 8; n += 1) await recall(accountId, [memory.id]);
  const order = async () => {
    const list = [home.collection.id, quick.id];
    const { items } = await memories.page(home.viewer, list, byResonance);
    return items.map(({ item }) => item.id);
  };
  /** The order of hits that match a question equally well. */
  const tie = () => livelierFirst(db, accountId, [never, slow, memory.id]);
  expect([await order(), await tie()]).toEqual(Array(2).fill([memory.id, slow, never]));
  // After six days .125 is left of the 8, and .87 of the 1.
  await letPass(db, home, 6);
  expect([await order(), await tie()]).toEqual(Array(2).fill([slow, memory.id, never]));
});

test('a memory that was recalled less is not listed first because it fades faster', async () => {
  const { home, ids, accountId } = await furnish(1);
  const quick = await collections.create(home.viewer, { name: 'quick', settings: { decayHalfLifeDays: 1e-6 } });
  const { memories } = memoryServices(db);
  const { memory } = await memories.add(home.viewer, quick.id, { content: 'fades at once' });
  for (let n = 0; n < 8; n += 1) await recall(accountId, ids);
  await recall(accountId, [memory.id]);
  const { items } = await memories.page(home.viewer, [home.collection.id, quick.id], byResonance);
  expect(items.map(({ item }) => item.id)).toEqual([...ids, memory.id]);
});

test('recalls of many searches and accounts are flushed together in a constant number of statements', async () => {
  const one = await furnish(3);
  const other = await furnish(2);
  const recalls = recorder();
  for (let n = 0; n < 5; n += 1) {
    recalls.record({ accountId: one.accountId, ids: one.ids, together: true });
    recalls.record({ accountId: other.accountId, ids: other.ids.toReversed(), together: true });
  }
  const statements = await countStatements(() => recalls.flush());
  // Read the old values, write the new ones, commit; then the pairs.
  expect(statements).toHaveLength(4);
  expect(await lifeOf(db, one.home, one.ids[0] ?? '')).toMatchObject({ resonance: 5, access_count: 5 });
  expect(await lifeOf(db, other.home, other.ids[1] ?? '')).toMatchObject({ resonance: 5, access_count: 5 });
  expect(await pairsOf(db, one.home)).toHaveLength(3);
  expect(await pairsOf(db, other.home)).toEqual([[...other.ids.toSorted(), 5]]);
  expect(await countStatements(() => recalls.flush())).toEqual([]);
});

test('counters that can hold no more stay there, by recalls and by merges, and all others are counted', async () => {
  const { home, ids, accountId } = await furnish(3);
  const [full = '', other = ''] = ids;
  await recall(accountId, ids);
  const most = 2 ** 31 - 1;
  await db
    .updateTable('memory')
    .set({ access_count: most })
    .where('account_id', '=', accountId)
    .where('id', '=', full)
    .execute();
  await db.updateTable('co_occurrence').set({ count: most }).where('account_id', '=', accountId).execute();
  await recall(accountId, ids);
  expect(await lifeOf(db, home, full)).toMatchObject({ access_count: most, resonance: expect.closeTo(2, 3) });
  expect(await lifeOf(db, home, other)).toMatchObject({ access_count: 2 });
  expect((await pairsOf(db, home)).map(([, , count]) => count)).toEqual([most, most, most]);
  await inUnitOfWork(db, accountId, (unit) => takeOverUse(unit, full, [other]));
  expect(await lifeOf(db, home, full)).toMatchObject({ access_count: most });
  expect((await pairsOf(db, home)).map(([, , count]) => count)).toEqual([most, most, most]);
});

test('only the first hits of a page are paired', async () => {
  const { home, ids, accountId } = await furnish(pairedHits + 3);
  // A memory that is named twice counts once.
  await recall(accountId, [...ids.slice(0, 2), ...ids]);
  const pairs = await pairsOf(db, home);
  expect(pairs).toHaveLength((pairedHits * (pairedHits - 1)) / 2);
  const best = new Set(ids.slice(0, pairedHits));
  expect(pairs.every(([a, b]) => best.has(a) && best.has(b))).toBe(true);
  expect(pairs.every(([a, b]) => a < b)).toBe(true);
});

test('concurrent batches of the same memories in opposite orders are all counted', async () => {
  const { home, ids, accountId } = await furnish(20);
  const recorders = Array.from({ length: 6 }, () => recorder());
  for (let round = 0; round < 5; round += 1) {
    for (const [index, recalls] of recorders.entries()) {
      recalls.record({ accountId, ids: index % 2 ? ids : ids.toReversed(), together: true });
    }
    await Promise.all(recorders.map((recalls) => recalls.flush()));
  }
  // Rows locked by another recorder were deferred to the next flush.
  for (const recalls of recorders) await recalls.flush();
  for (const id of ids) expect(await lifeOf(db, home, id)).toMatchObject({ access_count: 30 });
  const counts = (await pairsOf(db, home)).map(([, , count]) => count);
  expect(counts.reduce((sum, count) => sum + count)).toBe(30 * ((pairedHits * (pairedHits - 1)) / 2));
});

// With a single connection, nothing can lock a memory while its recalls are counted.
test.runIf(inject('poolSize') > 1)(
  'a memory locked by another transaction is counted later without delaying others',
  async () => {
    const { home, ids, accountId } = await furnish(2);
    const [held = '', free = ''] = ids;
    const recalls = recorder();
    const holding = await db.startTransaction().execute();
    await sql`select from memory where account_id = ${accountId} and id = ${held} for no key update`.execute(holding);
    recalls.record({ accountId, ids, together: true });
    await recalls.flush();
    expect(await lifeOf(db, home, held)).toMatchObject({ access_count: 0 });
    expect(await lifeOf(db, home, free)).toMatchObject({ access_count: 1 });
    await holding.commit().execute();
    await recalls.flush();
    expect(await lifeOf(db, home, held)).toMatchObject({ access_count: 1 });
    expect(await lifeOf(db, home, free)).toMatchObject({ access_count: 1 });
    expect(await pairsOf(db, home)).toHaveLength(1);
  },
);

test('a memory purged before the flush is skipped, and leaves no pairs', async () => {
  const { home, ids, accountId } = await furnish(3);
  const [purged = '', ...kept] = ids;
  await recall(accountId, ids);
  const recalls = recorder();
  recalls.record({ accountId, ids, together: true });
  await lifecycle.forget(home.viewer, { id: purged, purge: true });
  expect(await pairsOf(db, home)).toEqual([[...kept.toSorted(), 1]]);
  await recalls.flush();
  expect(await pairsOf(db, home)).toEqual([[...kept.toSorted(), 2]]);
  expect(await countStatements(() => recalls.flush())).toEqual([]);
});

test('purges concurrent with recalls neither fail nor leave a pair behind', async () => {
  const { home, ids, accountId } = await furnish(16);
  const recalls = recorder();
  const purging = ids.slice(0, 6).map((id) => lifecycle.forget(home.viewer, { id, purge: true }));
  for (let n = 0; n < 6; n += 1) {
    recalls.record({ accountId, ids: n % 2 ? ids : ids.toReversed(), together: true });
    await recalls.flush();
  }
  await Promise.all(purging);
  await recalls.flush();
  const left = new Set(ids.slice(6));
  for (const [a, b] of await pairsOf(db, home)) expect(left.has(a) && left.has(b)).toBe(true);
});

test('ids of another account are not counted', async () => {
  const mine = await furnish(1);
  const theirs = await furnish(1);
  await recall(mine.accountId, [...mine.ids, ...theirs.ids]);
  expect(await lifeOf(db, theirs.home, theirs.ids[0] ?? '')).toMatchObject({ access_count: 0 });
  expect([await pairsOf(db, mine.home), await pairsOf(db, theirs.home)]).toEqual([[], []]);
});

test('recalls are flushed after a delay, and at once when the process stops', async () => {
  const { home, ids, accountId } = await furnish(1);
  const [id = ''] = ids;
  await using soon = recorder(1);
  soon.record({ accountId, ids, together: true });
  await vi.waitFor(async () => expect(await lifeOf(db, home, id)).toMatchObject({ access_count: 1 }), 10_000);
  const late = recorder(3_600_000);
  late.record({ accountId, ids, together: true });
  await late[Symbol.asyncDispose]();
  expect(await lifeOf(db, home, id)).toMatchObject({ access_count: 2 });
});

test('recalls are kept while the database is down', async () => {
  const { home, ids, accountId } = await furnish(2);
  const recalls = recorder();
  recalls.record({ accountId, ids, together: true });
  const away = vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(() => {
    throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  });
  if (inject('engine') === 'postgres') {
    await recalls.flush();
    expect(away).toHaveBeenCalled();
    expect(warnings.splice(0).join()).toContain('recalls wait for the database');
  }
  away.mockRestore();
  await recalls.flush();
  expect(await lifeOf(db, home, ids[0] ?? '')).toMatchObject({ access_count: 1 });
  expect(await pairsOf(db, home)).toHaveLength(1);
});

test('a recall moves a faded memory to THREAD, and a second one to ACTIVE', async () => {
  const { home, ids, accountId } = await furnish(2);
  const [id = '', beside = ''] = ids;
  expect((await lifeOf(db, home, id)).tier).toBe('ACTIVE');
  await letPass(db, home, 8);
  await fade();
  expect((await lifeOf(db, home, id)).tier).toBe('STABLE');
  await recall(accountId, [id]);
  expect((await lifeOf(db, home, id)).tier).toBe('THREAD');
  await letPass(db, home, 2);
  await recall(accountId, [id]);
  expect((await lifeOf(db, home, id)).tier).toBe('ACTIVE');
  await letPass(db, home, 13);
  await fade();
  expect((await lifeOf(db, home, id)).tier).toBe('THREAD');
  await letPass(db, home, 2);
  await fade();
  expect(await lifeOf(db, home, id)).toMatchObject({ tier: 'STABLE', revision: 1 });
  expect(await lifeOf(db, home, beside)).toMatchObject({ tier: 'STABLE', access_count: 0 });
});

test('unrequested recalls count, but affect neither the tier nor the freshness of a memory', async () => {
  const { home, ids, accountId } = await furnish(2);
  const [shown = '', asked = ''] = ids;
  await recall(accountId, [asked]);
  for (let day = 1; day <= 20; day += 1) {
    await letPass(db, home, 1);
    await recall(accountId, ids, false);
    await fade();
    if (day === 12) expect(await lifeOf(db, home, asked)).toMatchObject({ tier: 'THREAD' });
  }
  const life = await lifeOf(db, home, shown);
  expect(life).toMatchObject({ tier: 'STABLE', access_count: 20, fresh_at: null });
  expect(life.resonance).toBeCloseTo((1 - 2 ** -(20 / 30)) / (1 - 2 ** -(1 / 30)), 3);
  expect(await lifeOf(db, home, asked)).toMatchObject({ tier: 'STABLE', access_count: 21 });
  // Being shown counts for nothing compared with being asked for.
  await recall(accountId, [shown]);
  expect(await lifeOf(db, home, shown)).toMatchObject({ tier: 'THREAD' });
  await recall(accountId, [shown]);
  expect(await lifeOf(db, home, shown)).toMatchObject({ tier: 'ACTIVE' });
});

test('a memory learnt in an active conversation stays THREAD', async () => {
  const home = await Household.create(db);
  const { id } = await home.add({ content: 'learnt', sourceMessageId: await home.message('said') });
  await letPass(db, home, 8);
  await fade();
  expect((await lifeOf(db, home, id)).tier).toBe('THREAD');
  await sql`update conversation set last_message_at = now() where account_id = ${home.viewer.accountId}`.execute(db);
  await letPass(db, home, 13);
  await fade();
  expect((await lifeOf(db, home, id)).tier).toBe('THREAD');
  await letPass(db, home, 2);
  await fade();
  expect((await lifeOf(db, home, id)).tier).toBe('STABLE');
});

test('a tier set by hand is kept, whatever is recalled and however much time passes', async () => {
  const { home, ids, accountId } = await furnish(2);
  const [stable = '', active = ''] = ids;
  await lifecycle.update(home.viewer, { id: stable, tier: 'STABLE' });
  await lifecycle.update(home.viewer, { id: active, tier: 'ACTIVE' });
  for (let n = 0; n < 3; n += 1) await recall(accountId, [stable]);
  await letPass(db, home, 400);
  await fade();
  expect((await lifeOf(db, home, stable)).tier).toBe('STABLE');
  expect((await lifeOf(db, home, active)).tier).toBe('ACTIVE');
});

test('freshness, an indexed column, is written each time presence has tripled, not at each recall', async () => {
  const { home, ids, accountId } = await furnish(1);
  const [id = ''] = ids;
  const written: (number | undefined)[] = [];
  for (let n = 0; n < 40; n += 1) {
    await recall(accountId, ids);
    written.push((await lifeOf(db, home, id)).fresh_at?.getTime());
  }
  // Presence goes from 1 to 41: written at 3, 9 and 27, and not at the first recall.
  expect(written[0]).toBeUndefined();
  expect(new Set(written.slice(1)).size).toBe(3);
});

test('tiers of all accounts are updated page by page, changing only those that are due', async () => {
  const homes = await Promise.all([furnish(5), furnish(5)]);
  for (const { home } of homes) await letPass(db, home, 8);
  const fresh = await furnish(3);
  await fade();
  for (const { home, ids } of homes) {
    for (const id of ids) expect((await lifeOf(db, home, id)).tier).toBe('STABLE');
  }
  for (const id of fresh.ids) expect((await lifeOf(db, fresh.home, id)).tier).toBe('ACTIVE');
});
