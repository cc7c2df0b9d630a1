import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { bearersOf, memoriesNaming } from '../../src/graph/about.store.ts';
import { EntityStore } from '../../src/graph/entity.store.ts';
import { GraphService } from '../../src/graph/graph.service.ts';
import { equalNames, similarNames, typesOfNames } from '../../src/graph/known-name.store.ts';
import { addMentions } from '../../src/graph/memory-graph.store.ts';
import { PostgresGraphStore } from '../../src/graph/postgres-graph.store.ts';
import { RelationStore } from '../../src/graph/relation.store.ts';
import { walk } from '../../src/graph/walk.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { looked, runPlans } from '../support/run-plans.ts';

const { db } = useDatabase();
const size = 3_000;
const limit = 20;
const often = newId();

/** Memories that all mention Anna, and each something that no other mentions. */
async function gossip(size: number) {
  const { viewer, collection } = await Household.create(db);
  const { accountId } = viewer;
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), ${collection.id}, n::text, sha256(n::text::bytea), 'FACT', '{}', now(), 'en', '', 0
    from generate_series(1, ${sql.lit(size)}) n`.execute(db);
  await sql`
    insert into mention (account_id, memory_id, entity_id, name, normal, type)
    select ${accountId}, id, ${often}::uuid, 'Anna', 'anna', 'PERSON' from memory where account_id = ${accountId}
    union all
    select ${accountId}, id, gen_random_uuid(), md5(content), md5(content), 'THING' from memory where account_id = ${accountId}`.execute(
    db,
  );
  await sql`analyze memory, mention`.execute(db);
  const { rows } = await sql<{ id: string }>`
    select id from memory where account_id = ${accountId} order by id limit ${limit}`.execute(db);
  return { viewer, scope: { reach: reachOf(viewer), collectionIds: [collection.id] }, ids: rows.map(({ id }) => id) };
}

test('queries about a name in all memories read what they return, not all mentions of it', async () => {
  const { scope, ids } = await gossip(size);
  const entities = new EntityStore(db);
  const asked = await runPlans(db, () => entities.idsOf(scope.reach, ids, 5));
  expect(looked(asked)).toBeLessThan(3 * size);
  const naming = await runPlans(db, () => memoriesNaming(db, scope, [{ id: often, weight: 1 }], { limit, asOf: null }));
  expect(looked(naming.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(2 * limit);
  const bearing = await runPlans(db, () => bearersOf(db, scope, ['anna'], limit));
  expect(looked(bearing.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(size / 2);
  const called = await runPlans(db, () => entities.byIds(scope.reach, [often]));
  expect(looked(called.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(size / 2);
  expect(await entities.byIds(scope.reach, [often])).toEqual([
    { id: often, name: 'Anna', type: 'PERSON', mentions: null },
  ]);
  expect(await entities.mentions(scope.reach, [often])).toEqual(new Map([[often, size]]));
  const page = { limit, direction: 'forward', after: null, before: null } as const;
  const newest = await runPlans(db, () => entities.memoriesOf(scope.reach, [often], page));
  expect(looked(newest.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(2 * limit);
  const one = { collectionIds: null, name: 'c4ca4238a0b923820dcc509a6f75849b' };
  const found = await runPlans(db, () => entities.page(scope.reach, one, page));
  expect(looked(found.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(2 * limit);
  expect((await entities.page(scope.reach, one, page)).items.map(({ item }) => item.name)).toEqual([one.name]);
});

test('look-ups by id use the index, even for an account missing from the planner statistics', async () => {
  const { scope, ids } = await gossip(500);
  const { reach } = scope;
  const [collectionId = ''] = scope.collectionIds;
  await sql`
    insert into relation (account_id, memory_id, id, from_id, to_id, type, weight)
    select account_id, memory_id, ${often}::uuid, ${often}::uuid, entity_id, 'know', 1 from mention
    where account_id = ${reach.accountId} and entity_id <> ${often}`.execute(db);
  // Statistics as if analysed when there were only some memories of other accounts.
  const tables = ['memory', 'mention', 'relation', 'collection'];
  await sql`delete from pg_statistic where starelid = any(${tables}::regclass[])`.execute(db);
  await sql`update pg_class set reltuples = 9, relpages = 1 where relname = any(${tables})`.execute(db);

  const [entities, relations, steps] = [new EntityStore(db), new RelationStore(db), new PostgresGraphStore(db)];
  const page = { limit, direction: 'forward', after: null, before: null } as const;
  const all = { direction: 'BOTH', types: null } as const;
  const lookups: Readonly<Record<string, () => Promise<unknown>>> = {
    named: () => entities.idsOf(reach, ids, 5),
    called: () => entities.byIds(reach, [often]),
    mentions: () => entities.mentions(reach, [often]),
    naming: () => entities.memoriesOf(reach, [often], page),
    bearing: () => bearersOf(db, scope, ['anna'], limit),
    about: () => memoriesNaming(db, scope, [{ id: often, weight: 1 }], { limit, asOf: null }),
    relations: () => relations.byIds(reach, [often]),
    weights: () => relations.weights(reach, [often]),
    'pages of relations': () => relations.pages(reach, [often], all, page),
    'counts of relations': () => relations.counts(reach, [often], all),
    evidence: () => relations.evidence(reach, [often], limit),
    neighbours: () => steps.neighbours(scope, [often], [], limit),
    listed: () => entities.page(reach, { collectionIds: null, name: null }, page),
    'listed of collections': () => entities.page(reach, { ...scope, name: null }, page),
    'listed by a name': () => entities.page(reach, { collectionIds: null, name: 'anna' }, page),
    counted: () => entities.count(reach, { collectionIds: null, name: null }),
    among: () => steps.relationsAmong(scope, [often], limit),
    'types of known names': () => typesOfNames(db, { ...reach, collectionId }, ['anna', 'otto']),
    'types of names known elsewhere': () => typesOfNames(db, { ...reach, collectionId: newId() }, ['anna', 'otto']),
  };
  for (const [name, look] of Object.entries(lookups)) {
    expect.soft(looked(await runPlans(db, look)), name).toBeLessThan(15_000);
  }
  expect((await entities.idsOf(reach, ids, 5)).get(ids[0] ?? '')).toEqual([often, expect.any(String)]);
});

test('whether a collection knows a name that all others have is decided by some of its mentions', async () => {
  const { scope } = await gossip(size);
  const { accountId } = scope.reach;
  const other = { accountId, collectionId: newId() };
  const read = await runPlans(db, () => typesOfNames(db, other, ['anna']));
  expect(looked(read.filter((step) => step['Relation Name'] === 'memory'))).toBeLessThan(size / 2);
  expect(await typesOfNames(db, other, ['anna'])).toEqual(new Map());
  const [collectionId = ''] = scope.collectionIds;
  expect(await typesOfNames(db, { accountId, collectionId }, ['anna'])).toEqual(new Map([['anna', 'PERSON']]));
});

test('a relation is read by its id from one of the memories that state it, and its weight from all', async () => {
  const { scope } = await gossip(size);
  const { reach } = scope;
  await sql`
    insert into relation (account_id, memory_id, id, from_id, to_id, type, weight)
    select account_id, memory_id, ${often}::uuid, ${often}::uuid, ${often}::uuid, 'know', 1 from mention
    where account_id = ${reach.accountId} and entity_id = ${often}`.execute(db);
  await sql`analyze relation`.execute(db);
  const relations = new RelationStore(db);
  const asked = [often, newId()];
  expect(await relations.byIds(reach, asked)).toEqual([
    { id: often, fromId: often, toId: often, type: 'know', weight: null },
  ]);
  expect(await lookedUp(() => relations.byIds(reach, asked))).toBe(1);
  expect(await relations.weights(reach, asked)).toEqual(
    new Map([
      [often, size],
      [asked[1], 0],
    ]),
  );
});

test('of many names that differ only in their numbers, only those with the same number are read', async () => {
  const { scope, ids } = await gossip(30);
  const { accountId } = scope.reach;
  await sql`
    insert into mention (account_id, memory_id, entity_id, name, normal, type)
    select ${accountId}, ${ids[0]}::uuid, gen_random_uuid(), known.name, known.name, 'THING' from (
      select 'meeting room ' || n as name from generate_series(1, 2000) n
      union all select 'meting room 1234' union all select 'meetingroom 12345'
      union all select 'customer ' || translate(left(md5(n::text), 6), '0123456789', 'ghijklmnop') from generate_series(1, 200) n
    ) known`.execute(db);
  await sql`analyze mention`.execute(db);
  const asked = ['meeting room 1234', 'meeting room 12345', 'meeting room', 'customer jones'];
  const steps = await runPlans(db, () => similarNames(db, accountId, asked.slice(0, 2)));
  const named = steps.filter((step) => step['Relation Name'] === 'mention');
  expect(named.reduce((sum, step) => sum + step['Actual Loops'] * step['Actual Rows'], 0)).toBeLessThan(20);
  const found = Map.groupBy(await similarNames(db, accountId, asked), (known) => known.asked);
  const normals = asked.map((name) => found.get(name)?.map(({ normal }) => normal));
  expect(normals).toEqual([
    expect.arrayContaining(['meeting room 1234', 'meting room 1234', 'meetingroom 12345']),
    ['meetingroom 12345'],
    expect.arrayContaining(['meeting room 1']),
    expect.arrayContaining([expect.stringMatching(/^customer /)]),
  ]);
});

test('a name that all memories have is not read for longer ones, and of a frequent one no more than is needed', async () => {
  const { scope } = await gossip(3_000);
  const { accountId } = scope.reach;
  await sql`
    insert into mention (account_id, memory_id, entity_id, name, normal, type)
    select account_id, memory_id, gen_random_uuid(), 'Ada Bergmann', 'ada bergmann', 'PERSON' from mention
    where account_id = ${accountId} and normal = 'anna'`.execute(db);
  await sql`analyze mention`.execute(db);
  const readFor = async (...names: string[]) => {
    const steps = await runPlans(db, () => similarNames(db, accountId, names));
    const read = steps.filter((step) => step['Relation Name'] === 'mention');
    return read.reduce((sum, step) => sum + step['Actual Loops'] * step['Actual Rows'], 0);
  };
  expect(await readFor('anna hofmaier', 'anna lindner')).toBe(0);
  expect(await readFor('ada bergmenn')).toBe(1_000);
  expect(await readFor('anna wu')).toBe(1_000);
  const normals = Array.from({ length: 150 }, (_, n) => `ada bergm${String.fromCodePoint(0x4e00 + n)}nn`);
  const found = new Set((await similarNames(db, accountId, normals)).map(({ asked }) => asked));
  expect(found).toEqual(new Set(normals.slice(0, 100)));
});

test.each([
  ['john smith', 'john r smith'],
  ['playstation', 'play station'],
  ['kowalski', 'kowalsky'],
  ['new york', 'new york city'],
])('"%s" is found for "%s", and the other way round', async (one, other) => {
  for (const [known, asked] of [
    [one, other],
    [other, one],
  ] as const) {
    const { viewer, collection } = await Household.create(db);
    const { accountId } = viewer;
    const { memory } = await memoryServices(db).memories.add(viewer, collection.id, { content: 'x' });
    const mention = { memoryId: memory.id, entityId: newId(), name: known, normal: known, type: 'THING' } as const;
    await addMentions(db, accountId, [mention]);
    expect(await similarNames(db, accountId, [asked])).toMatchObject([{ asked, normal: known, mentions: 1 }]);
  }
});

/** The same gossip with relations, and beside it a small collection with two memories that mention Anna, too. */
async function gossipBeside(size: number) {
  const { scope, viewer } = await gossip(size);
  await sql`
    insert into relation (account_id, memory_id, id, from_id, to_id, type, weight)
    select account_id, memory_id, gen_random_uuid(), ${often}::uuid, entity_id, 'know', 1 from mention
    where account_id = ${viewer.accountId} and entity_id <> ${often}`.execute(db);
  const { memories, collections } = memoryServices(db);
  const small = await collections.create(viewer, { name: 'small' });
  const own: string[] = [];
  for (const content of ['Anna met Ben', 'Anna sang']) {
    const { memory } = await memories.add(viewer, small.id, { content });
    own.push(memory.id);
    const mention = { memoryId: memory.id, entityId: often, name: 'Anna', normal: 'anna', type: 'PERSON' } as const;
    await addMentions(db, viewer.accountId, [mention]);
  }
  await sql`analyze memory, mention, relation`.execute(db);
  return { scope, viewer, collections, small, own };
}

/** Number of memories that are looked up by id. */
const lookedUp = async (look: () => Promise<unknown>): Promise<number> =>
  looked((await runPlans(db, look)).filter((step) => step['Index Name'] === 'memory_pkey'));

test('what is told about a name in all memories is read from no more than a thousand of them, and in a small collection from its own', async () => {
  const { scope, viewer, collections, small, own } = await gossipBeside(2 * size);
  const tables = new PostgresGraphStore(db);
  // One memory for each step to another entity, and for each relation among them.
  const whole = { ...scope, isWhole: true };
  expect(await lookedUp(() => walk(tables, whole, often, { depth: 1, first: limit }))).toBeLessThan(3 * limit);
  const graph = new GraphService({ db, store: tables, tables, collections });
  const about = (collectionIds: readonly string[]) =>
    graph.about(viewer, { message: 'What about Anna?', collectionIds, limit }, AbortSignal.timeout(60_000));
  // A thousand to weigh the name, and as many for what is beside it.
  expect(await lookedUp(() => about(scope.collectionIds))).toBe(2_000 + limit);
  expect(await lookedUp(() => about([small.id]))).toBe(2 * own.length);
  expect((await about([small.id])).map(({ id }) => id)).toEqual(own.toReversed());
});

test('who is limited to a small collection has no others read, however many mention the same', async () => {
  const { scope, small, own } = await gossipBeside(500);
  const reach = { ...scope.reach, within: [small.id] };
  const [entities, relations] = [new EntityStore(db), new RelationStore(db)];
  const page = { limit, direction: 'forward', after: null, before: null } as const;
  const all = { direction: 'BOTH', types: null } as const;
  const lookups: Readonly<Record<string, () => Promise<unknown>>> = {
    called: () => entities.byIds(reach, [often]),
    mentions: () => entities.mentions(reach, [often]),
    named: () => entities.idsOf(reach, own, 5),
    listed: () => entities.page(reach, { collectionIds: [small.id], name: 'anna' }, page),
    relations: () => relations.pages(reach, [often], all, page),
    counted: () => relations.counts(reach, [often], all),
  };
  for (const [name, look] of Object.entries(lookups)) expect.soft(await lookedUp(look), name).toBeLessThan(10);
  expect(await entities.mentions(reach, [often])).toEqual(new Map([[often, own.length]]));
});

test('whom a name stands for is found without reading all mentions of it, also before the tables are analysed', async () => {
  const { viewer, ids } = await gossip(size);
  const { accountId } = viewer;
  await addMentions(db, accountId, [
    { memoryId: ids[0] ?? '', entityId: newId(), name: 'Anna', normal: 'anna', type: 'ORGANISATION' },
  ]);
  const find = () => equalNames(db, accountId, ['anna', 'nobody']);
  const found = [
    { asked: 'anna', normal: 'anna', entityId: often, type: 'PERSON', mentions: 1_000 },
    { asked: 'anna', normal: 'anna', entityId: expect.any(String), type: 'ORGANISATION', mentions: 1 },
  ];
  for (const state of ['analysed', 'new']) {
    if (state === 'new') await sql`delete from pg_statistic where starelid = 'mention'::regclass`.execute(db);
    expect((await find()).toSorted((one, other) => other.mentions - one.mentions)).toEqual(found);
    const read = (await runPlans(db, find)).filter((step) => step['Relation Name'] === 'mention');
    expect(looked(read), state).toBeLessThan(1_010);
  }
});
