import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import type { Finder } from '../../src/search/finder.ts';
import type { SearchRequest } from '../../src/search/search.ts';
import { useFinders } from '../support/both-finders.ts';
import { Consolidations, mergeInto } from '../support/consolidation.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { differences } from '../support/ranking-differences.ts';
import { runnerOf } from '../support/runner-of.ts';
import { countStatements } from '../support/statements.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { recall, byIndex, bySql } = await useFinders(db);
const consumers = runnerOf(db, statisticsConsumer);
const { lifecycle } = memoryServices(db);

const old = 'I live in Graz.';
const news = 'Actually, I have moved back to Vienna.';
const others = [
  'My sister and I live for music.',
  'Where do people go in May?',
  'I do live shows with my band.',
  'The cat is asleep.',
  'We painted the kitchen blue.',
  'My brother lives near Oslo.',
];

async function household() {
  const home = await Household.create(db);
  for (const content of others) await home.add(content);
  const first = await home.add({ content: old, tags: ['home'] });
  return { home, first };
}

const supersede = async ({ viewer }: Household, id: string, content: string, more = {}) =>
  (await lifecycle.supersede(viewer, { id, content, reason: 'news', ...more })).memory;

/** Asks both engines, which have to agree. */
async function ask({ viewer, collection }: Household, asked: Partial<SearchRequest> = {}) {
  const question = {
    query: 'Where do I live?',
    collectionIds: [collection.id],
    mode: 'HYBRID',
    filter: {},
    asOf: null,
  } as const;
  await consumers.processAll();
  await byIndex.find(reachOf(viewer), question);
  await recall.indexes.idle();
  const read = await bySql.find(reachOf(viewer), { ...question, ...asked });
  const held = await byIndex.find(reachOf(viewer), { ...question, ...asked });
  expect(differences(held.hits, read.hits)).toEqual([]);
  return held.hits;
}

const partOf = (hits: Awaited<ReturnType<typeof ask>>, id: string) =>
  hits
    .find((hit) => hit.id === id)
    ?.explain()
    .find(({ name }) => name === 'superseded');

test('what was replaced leads to the end of its chain, and the parts of the score say so', async () => {
  const { home, first } = await household();
  const second = await supersede(home, first.id, 'We have settled by the sea.');
  const last = await supersede(home, second.id, news);
  const hits = await ask(home);
  // Others with words of the question may stay before it: nine tenths of the score count.
  expect(partOf(hits, last.id)?.value).toBeGreaterThan(1);
  expect(partOf(hits, last.id)?.contribution).toBeGreaterThan(0);
  expect(hits.map(({ id }) => id)).not.toContain(first.id);
});

test('a restored memory speaks for itself again', async () => {
  const { home, first } = await household();
  const last = await supersede(home, first.id, news);
  await lifecycle.restore(home.viewer, { id: first.id });
  const hits = await ask(home);
  expect(hits.map(({ id }) => id)).toContain(first.id);
  expect(hits.map(({ id }) => id)).not.toContain(last.id);
  expect(hits.every((hit) => partOf(hits, hit.id) === undefined)).toBe(true);
});

test('nothing is told of what was purged, and nothing leads to what is forgotten or has ended', async () => {
  for (const change of ['purge the old', 'purge between', 'forget', 'end', 'forget between'] as const) {
    const { home, first } = await household();
    const second = await supersede(home, first.id, 'It is by the sea.');
    const last = await supersede(home, second.id, news);
    const { viewer } = home;
    if (change === 'purge the old') await lifecycle.forget(viewer, { id: first.id, purge: true });
    if (change === 'purge between') await lifecycle.forget(viewer, { id: second.id, purge: true });
    if (change === 'forget between') await lifecycle.forget(viewer, { id: second.id });
    if (change === 'forget') await lifecycle.forget(viewer, { id: last.id });
    if (change === 'end') await lifecycle.update(viewer, { id: last.id, validTo: new Date() });
    const hits = await ask(home);
    const value = partOf(hits, last.id)?.value ?? 0;
    // What is left of a chain may lead to its end, but not with the words of the old memory.
    expect(value, change).toBeLessThan(1.5);
    expect(hits[0]?.id, change).not.toBe(last.id);
    if (change === 'forget' || change === 'end')
      expect(
        hits.map(({ id }) => id),
        change,
      ).not.toContain(last.id);
  }
});

test('filters apply to the memory that is returned', async () => {
  const { home, first } = await household();
  const last = await supersede(home, first.id, news, { tags: ['place'] });
  const found = async (filter: SearchRequest['filter']) => (await ask(home, { filter })).map(({ id }) => id);
  expect(await found({ tagsAny: ['home'] })).toEqual([]);
  expect(await found({ tagsAny: ['place'] })).toEqual([last.id]);
  expect(await found({ createdBefore: last.createdAt })).not.toContain(last.id);
  expect(await found({ tiers: [last.tier] })).toContain(last.id);
  expect(await found({ statuses: ['SUPERSEDED'] })).toEqual([]);
  expect(await found({ statuses: ['CURRENT'] })).toContain(last.id);
});

test('only searches for now, by words and meaning together, are led', async () => {
  const { home, first } = await household();
  const last = await supersede(home, first.id, news);
  const lexical = await ask(home, { mode: 'LEXICAL' });
  expect(lexical.map(({ id }) => id)).not.toContain(last.id);
  expect(partOf(await ask(home, { mode: 'SEMANTIC' }), last.id)).toBeUndefined();
  const past = await bySql.find(reachOf(home.viewer), {
    query: 'Where do I live?',
    collectionIds: [home.collection.id],
    mode: 'HYBRID',
    filter: {},
    asOf: first.validFrom,
  });
  expect(past.hits[0]?.id).toBe(first.id);
});

test('memories of a deleted conversation lead nowhere', async () => {
  const { home } = await household();
  const services = conversationServices(db, { send: async () => {} });
  const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
  const { memories } = await services.messages.append(home.viewer, id, [said('I live in Linz.', { remember: true })]);
  const last = await supersede(home, memories[0]?.id ?? '', news, { sourceMessageId: null });
  expect(partOf(await ask(home), last.id)?.value).toBeGreaterThan(1);
  await services.conversations.delete(home.viewer, id);
  expect(partOf(await ask(home), last.id)?.value ?? 0).toBe(0);
});

test('a held collection answers with one statement, and the database with one more than before', async () => {
  const { home, first } = await household();
  const question = { query: 'Where do I live?', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
  const statements = (finder: Finder) => countStatements(() => finder.find(reachOf(home.viewer), question));
  await ask(home);
  expect(await statements(byIndex)).toHaveLength(1);
  const { length } = await statements(bySql);
  await supersede(home, first.id, news);
  await ask(home);
  expect(await statements(byIndex)).toHaveLength(1);
  expect(await statements(bySql)).toHaveLength(length + 1);
});

test('a held collection follows all that happens to replaced memories, without being loaded again', async () => {
  const { home, first } = await household();
  const { viewer } = home;
  await ask(home);
  const { collections } = recall.indexes.statistics;
  const second = await supersede(home, first.id, 'We have settled by the sea.');
  const leads = async () => (await ask(home)).flatMap((hit) => (partOf([hit], hit.id) ? [hit.id] : []));
  expect(await leads()).toEqual([second.id]);
  const last = await supersede(home, second.id, news);
  expect(await leads()).toEqual([last.id]);
  await lifecycle.restore(viewer, { id: second.id });
  expect(await leads()).toEqual([second.id]);
  await lifecycle.forget(viewer, { id: second.id });
  expect(await leads()).toEqual([]);
  await lifecycle.restore(viewer, { id: second.id });
  expect(await leads()).toEqual([second.id]);
  await lifecycle.forget(viewer, { id: first.id, purge: true });
  expect(await leads()).toEqual([]);
  expect(recall.indexes.statistics).toMatchObject({ collections, failures: 0, evictions: 0 });
});

test('recalls do not decide between two that were raised to one place', async () => {
  const home = await Household.create(db);
  for (const content of ['The garden needs water.', 'We painted the kitchen.', 'The cat sleeps.'])
    await home.add(content);
  const first = await home.add(old);
  const other = await home.add('My office chair is where I live, basically.');
  const sofa = await supersede(home, other.id, 'Bought a sofa.');
  const last = await supersede(home, first.id, 'Vienna it is.');
  const order = async () => (await ask(home)).slice(0, 2).map(({ id }) => id);
  expect(await order()).toEqual([last.id, sofa.id]);
  const own = db
    .updateTable('memory')
    .set({ resonance: 5, last_accessed_at: new Date() })
    .where('account_id', '=', home.viewer.accountId);
  await own.where('id', '=', sofa.id).execute();
  expect(await order()).toEqual([last.id, sofa.id]);
});

test('memories of several collections lead within each of them', async () => {
  const { home, first } = await household();
  const other = await Household.create(db, home.viewer);
  const elsewhere = await other.add('I live in Linz.');
  const [here, there] = [await supersede(home, first.id, news), await supersede(other, elsewhere.id, 'Back in Wels.')];
  const both = await ask(home, { collectionIds: null });
  for (const { id } of [here, there]) expect(partOf(both, id)?.value).toBeGreaterThan(1);
  expect((await ask(home)).map(({ id }) => id)).not.toContain(there.id);
});

test('what a consolidation takes out leads to what is kept, until that is undone', async () => {
  const { home, first } = await household();
  const last = await home.add(news);
  await ask(home);
  const api = makeApi(db, jobs);
  const runId = await mergeInto(db, api, home, [last.id, first.id]);
  expect(partOf(await ask(home), last.id)?.value).toBeGreaterThan(1);
  const runs = new Consolidations(api, jobs, home.viewer);
  expect(await runs.undo(encodeNodeId('ConsolidationRun', runId))).toMatchObject({ restored: 2 });
  const hits = await ask(home);
  expect(hits.map(({ id }) => id)).toContain(first.id);
  expect(partOf(hits, last.id)).toBeUndefined();
});

test('memories of another account lead nowhere', async () => {
  const { home, first } = await household();
  await supersede(home, first.id, news);
  const { home: other } = await household();
  expect((await ask(other)).every((hit) => hit.explain().every(({ name }) => name !== 'superseded'))).toBe(true);
});
