import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type BootstrapRequest, bootstrapStatement, readBootstrap } from '../../src/memory/bootstrap.store.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { nodesOf } from '../support/plans.ts';
import type { RunPlan } from '../support/run-plans.ts';

const { db } = useDatabase();
const { lifecycle, collections } = memoryServices(db);

const requestOf = ({ viewer, collection }: Household, limit: number): BootstrapRequest => ({
  reach: { accountId: viewer.accountId, within: null },
  collectionIds: [collection.id],
  limit,
});

const contentsOf = async (home: Household, limit = 50) =>
  (await readBootstrap(db, requestOf(home, limit))).map(({ content }) => content);

/** Gives memories a tier and an age in days, the first being the freshest of its tier. */
async function shelve(home: Household, tiers: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [tier, contents] of Object.entries(tiers)) {
    for (const [age, content] of contents.entries()) {
      const { id } = await home.add(content);
      await sql`update memory set tier = ${tier}, created_at = created_at - make_interval(days => ${age})
        where account_id = ${home.viewer.accountId} and id = ${id}`.execute(db);
    }
  }
}

test('tiers take turns, and places that one does not need go to the others', async () => {
  const home = await Household.create(db);
  await shelve(home, { ACTIVE: ['a1', 'a2', 'a3', 'a4'], THREAD: ['t1'], STABLE: ['s1', 's2', 's3'] });
  expect(await contentsOf(home, 1)).toEqual(['a1']);
  expect(await contentsOf(home, 3)).toEqual(['a1', 't1', 's1']);
  expect(await contentsOf(home, 6)).toEqual(['a1', 'a2', 'a3', 't1', 's1', 's2']);
  expect(await contentsOf(home, 200)).toEqual(['a1', 'a2', 'a3', 'a4', 't1', 's1', 's2', 's3']);
});

test('within a tier the freshest memories come first, and a recall refreshes', async () => {
  const home = await Household.create(db);
  await shelve(home, { STABLE: ['new', 'old', 'older', 'recalled'] });
  await sql`update memory set fresh_at = now() + interval '1 day'
    where account_id = ${home.viewer.accountId} and content = 'recalled'`.execute(db);
  expect(await contentsOf(home, 3)).toEqual(['recalled', 'new', 'old']);
});

test('the newest ACTIVE memories get every other place, however often others are recalled', async () => {
  const home = await Household.create(db);
  await shelve(home, { ACTIVE: ['today', 'yesterday', 'lately', 'asked', 'asked, too', 'asked for years'] });
  await sql`update memory set fresh_at = now() + interval '1 year', created_at = now() - interval '1 year'
    where account_id = ${home.viewer.accountId} and content like 'asked%'`.execute(db);
  await sql`update memory set fresh_at = fresh_at + interval '1 day' where account_id = ${home.viewer.accountId} and content = 'asked'`.execute(
    db,
  );
  expect(await contentsOf(home, 1)).toEqual(['asked']);
  expect(await contentsOf(home, 2)).toEqual(['asked', 'today']);
  expect(await contentsOf(home, 4)).toEqual(['asked', 'asked for years', 'today', 'yesterday']);
  expect(await contentsOf(home, 50)).toHaveLength(6);
});

test('repeated statements of one speaker appear once', async () => {
  const home = await Household.create(db);
  const tea = await home.add('I like tea');
  const said = async (speaker: string) =>
    home.add({ content: 'Thanks!', speaker, sourceMessageId: await home.message('Thanks!') });
  for (let n = 0; n < 4; n += 1) await said('Anna');
  const [last, byTom] = [await said('Anna'), await said('Tom')];
  const ids = (await readBootstrap(db, requestOf(home, 10))).map(({ id }) => id);
  expect(ids).toEqual([byTom.id, last.id, tea.id]);
});

test('repeated statements of one speaker do not displace others', async () => {
  const home = await Household.create(db);
  const contents = ['Likes tea', 'Lives in Oslo', 'Plays the piano', 'Has a dog'];
  for (const content of contents) await home.add(content);
  for (let n = 0; n < 10; n += 1)
    await home.add({ content: 'Thanks!', speaker: 'Anna', sourceMessageId: await home.message('Thanks!') });
  expect(await contentsOf(home, 3)).toEqual(['Thanks!', 'Has a dog', 'Plays the piano']);
  expect(await contentsOf(home, 5)).toEqual(['Thanks!', ...contents.toReversed()]);
  // It does not take the turns of its tier, either.
  await shelve(home, { STABLE: ['s1', 's2', 's3', 's4', 's5', 's6'] });
  expect(await contentsOf(home, 6)).toEqual(['Thanks!', 'Has a dog', 'Plays the piano', 's1', 's2', 's3']);
});

test('returns only memories that are CURRENT and valid now', async () => {
  const home = await Household.create(db);
  const kept = await home.add('kept');
  const hidden = await home.add('forgotten');
  const old = await home.add('old');
  await home.add({ content: 'over', validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') });
  await home.add({ content: 'to come', validFrom: new Date('2999-01-01') });
  await home.add({ content: 'in force', validFrom: new Date('2020-01-01'), validTo: new Date('2999-01-01') });
  await lifecycle.forget(home.viewer, { id: hidden.id });
  await lifecycle.supersede(home.viewer, { id: old.id, content: 'newer', reason: 'told' });
  expect((await contentsOf(home)).toSorted()).toEqual(['in force', kept.content, 'newer']);
});

test('includes collections below, but none beside it or out of reach', async () => {
  const home = await Household.create(db);
  const { viewer, collection } = home;
  const child = await collections.create(viewer, { name: 'child', parentId: collection.id });
  const beside = await collections.create(viewer, { name: 'beside' });
  const { memories } = memoryServices(db);
  await memories.add(viewer, child.id, { content: 'below' });
  await memories.add(viewer, beside.id, { content: 'beside' });
  await home.add('in it');
  expect((await contentsOf(home)).toSorted()).toEqual(['below', 'in it']);
  const request = requestOf(home, 50);
  const narrowed = { ...request, reach: { ...request.reach, within: [child.id] } };
  expect((await readBootstrap(db, narrowed)).map(({ content }) => content)).toEqual(['below']);
  expect(await readBootstrap(db, { ...request, collectionIds: null })).toHaveLength(3);
  expect(await readBootstrap(db, { ...request, reach: { accountId: 'another', within: null } })).toEqual([]);
});

test('the compiled statement matches its snapshot', async () => {
  const reach = { accountId: 'an account', within: null };
  const { sql: text } = bootstrapStatement({ reach, collectionIds: ['a collection'], limit: 50 }).compile(db);
  await expect(`${text.replace(/^ {4}/gm, '').trim()}\n`).toMatchFileSnapshot('compiled/bootstrap.sql');
});

/** The plan nodes of the executed statement. */
async function planOf(request: BootstrapRequest): Promise<RunPlan[]> {
  const { rows } = await sql<{ 'QUERY PLAN': readonly { readonly Plan: RunPlan }[] }>`
    explain (analyze, format json) ${bootstrapStatement(request)}`.execute(db);
  return (rows[0]?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => nodesOf(Plan));
}

test('among many collections it reads by the index on tiers, no more rows than it returns, without a table scan', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  // 60 collections of 300 memories each, in one account.
  await sql`
    insert into collection (account_id, id, path, name)
    select ${accountId}, id, array[id], 'Many' from (select gen_random_uuid() as id from generate_series(1, 60)) made`.execute(
    db,
  );
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tier, valid_from, language, terms, term_count, created_at)
    select ${accountId}, gen_random_uuid(), collection.id, n::text, sha256(convert_to(n::text, 'UTF8')), 'FACT',
      (array['ACTIVE', 'THREAD', 'STABLE'])[1 + n % 3], now() - interval '1 year', 'simple', '', 0, now() - make_interval(hours => n)
    from collection cross join generate_series(1, 300) n where account_id = ${accountId}`.execute(db);
  await sql`analyze memory, collection`.execute(acrossAccounts(db, 'memory', 'collection'));
  const limit = 30;
  const plan = await planOf(requestOf(home, limit));
  const reads = plan.filter((node) => node['Relation Name'] === 'memory');
  expect(plan.some((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'memory')).toBe(false);
  const byTier = reads.filter((node) => node['Index Name'] === 'memory_by_tier');
  expect(byTier).toHaveLength(3);
  for (const node of byTier) {
    expect(node['Actual Rows'] * node['Actual Loops'] + (node['Rows Removed by Filter'] ?? 0)).toBeLessThanOrEqual(
      limit,
    );
  }
  const newest = reads.filter((node) => node['Index Name'] === 'memory_by_age');
  // A third of the newest memories is ACTIVE here.
  expect(newest.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0))).toEqual([3 * limit]);
  const all = await planOf({ ...requestOf(home, limit), collectionIds: null });
  const read = all.filter((node) => node['Index Name'] === 'memory_by_tier');
  expect(read).toHaveLength(3);
  for (const node of read) expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(61 * limit);
});
