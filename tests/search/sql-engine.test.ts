import { type RawBuilder, sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildConsumers } from '../../src/app/consumers.ts';
import { buildRecall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { KernelThreadError } from '../../src/platform/simd/kernel-thread.errors.ts';
import { Finder } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { Hit, Ranking } from '../../src/search/search.ts';
import { comparedStatement } from '../../src/search/sql-engine/compared-turns.store.ts';
import { turnMemory } from '../../src/search/sql-engine/known-turns.ts';
import { turnsStatement } from '../../src/search/sql-engine/session-turns.store.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Clusters, fill } from '../support/many-vectors.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { nodesOf, planOf } from '../support/plans.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const clusters = new Clusters();
const log = pino({ level: 'silent' });
const { embedder, questions, ranker } = models;
const parts = { db, embedder, questions, sql: new SqlEngine({ db, ranker }), log, recall: null };
const finder = new Finder(parts);
const consumers = buildConsumers({ db, jobs: db }, models.reader, log);

/** A household with more turns than the arms return, so that some neighbours are not candidates. */
async function talkingHome(): Promise<Household> {
  const home = await Household.create(db);
  const { conversations, messages } = conversationServices(db, { send: async () => {} });
  const { id } = await conversations.create(home.viewer, { collectionId: home.collection.id });
  const texts = ['We were in Rome', 'When was that?', 'In May, with the cello', 'A concert?', 'Two of them', 'Lovely'];
  const turns = Array.from({ length: 150 }, (_, n) => said(`${texts[n % texts.length]} ${n}`, { remember: true }));
  for (let n = 0; n < turns.length; n += 50) await messages.append(home.viewer, id, turns.slice(n, n + 50));
  await consumers.processAll();
  return home;
}

const asked = { collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
const search = (home: Household, query: string) => finder.find(reachOf(home.viewer), { ...asked, query });

/** Names each statement by a text that no other contains. */
const kinds = (statements: readonly string[]) =>
  statements.map((statement) => {
    const [kind] = Object.entries({
      scope: 'ts_parse',
      arms: 'lexical as',
      nearest: 'hnsw.ef_search',
      turns: 'asked.place',
      words: 'group by term',
      commit: 'commit',
    }).find(([, mark]) => statement.includes(mark)) ?? [statement];
    return kind;
  });

test('a search reads arms, new turns and their neighbours in one read-only transaction', async () => {
  const home = await talkingHome();
  const first = await countStatements(() => search(home, 'cello'));
  expect(kinds(first)).toEqual(['scope', 'arms', 'turns', 'turns', 'words', 'commit']);
  expect(first.map((statement) => statement.includes('begin isolation level repeatable read read only'))).toEqual([
    false,
    true,
    ...Array.from({ length: 4 }, () => false),
  ]);
  const again = kinds(await countStatements(() => search(home, 'the cello concert')));
  expect(again).toEqual(['scope', 'arms', 'commit']);
});

test('a memory superseded since is no neighbour of the current turns of its conversation', async () => {
  const home = await Household.create(db);
  const { conversations, messages } = conversationServices(db, { send: async () => {} });
  const { id } = await conversations.create(home.viewer, { collectionId: home.collection.id });
  const texts = [
    'Cheese it is',
    'What colour is the boat?',
    'The rope is long',
    'Then it rained',
    'My uncle plays the cello',
  ];
  const sentAt = new Date('2023-01-01');
  const turns = texts.map((text) => said(text, { remember: true, sentAt }));
  const { memories } = await messages.append(home.viewer, id, turns);
  const given = {
    id: memories.at(-1)?.id ?? '',
    content: 'He sold it',
    reason: 'news',
    validFrom: new Date('2024-01-01'),
  };
  await memoryServices(db).lifecycle.supersede(home.viewer, given);
  await consumers.processAll();
  const then = { ...asked, query: 'Who plays the cello?', asOf: new Date('2023-06-01') };
  const { hits } = await finder.find(reachOf(home.viewer), then);
  expect(hits.map((hit) => hit.id)).toEqual(expect.arrayContaining(memories.map((memory) => memory.id)));
  const [found, ...others] = hits;
  expect(found?.id).toBe(given.id);
  // No other turn has a word of the question, so none gets a score from the turn two places before.
  expect(others.flatMap((hit) => hit.explain().filter(({ name }) => name === 'l-2'))).toEqual([]);
  // It is not in their session either, so they do not share its best score.
  for (const hit of others) expect(hit.explain().find(({ name }) => name === 'smax')?.value).toBeLessThan(1);
});

test('word counts are read again when the statistics have changed', async () => {
  const home = await talkingHome();
  await search(home, 'cello');
  await home.add('the cello was sold');
  await consumers.processAll();
  expect(kinds(await countStatements(() => search(home, 'cello')))).toContain('words');
});

test('in a large scope the arms run concurrently if a connection is free, with the same results', async () => {
  const home = await talkingHome();
  // Enough that the scope is no longer counted by a scan.
  const { accountId } = home.viewer;
  await sql`update stream set memory_count = 6000 where account_id = ${accountId} and kind = 'collection'`.execute(db);
  let spare = true;
  const beside = new Finder({ ...parts, sql: new SqlEngine({ db, ranker, hasSpare: () => spare }) });
  const ask = (finder: Finder) =>
    finder.find(reachOf(home.viewer), { ...asked, query: 'When was the concert in Rome?' });
  const rankings: Ranking[] = [];
  const arms = async (finder: Finder) => {
    const sent = kinds(await countStatements(async () => rankings.push(await ask(finder))));
    return sent.filter((kind) => ['arms', 'nearest'].includes(kind));
  };
  expect(await arms(finder)).toEqual(['arms', 'nearest']);
  expect(await arms(beside)).toEqual(['nearest', 'arms']);
  spare = false;
  expect(await arms(beside)).toEqual(['arms', 'nearest']);
  const [first, ...others] = rankings.map(({ hits }) =>
    hits.map(({ id, score, lexical, semantic }) => ({ id, score, lexical, semantic })),
  );
  expect(first?.length).toBeGreaterThan(100);
  for (const other of others) expect(other).toEqual(first);
});

test('a cached turn is used until it changes', async () => {
  const home = await Household.create(db);
  const { id } = await home.add({ content: 'The concert was in May', validFrom: new Date('2023-05-08T12:00:00Z') });
  const turnsRead = async () => kinds(await countStatements(() => search(home, 'the concert'))).includes('turns');
  expect([await turnsRead(), await turnsRead()]).toEqual([true, false]);
  await memoryServices(db).lifecycle.update(home.viewer, { id, tags: ['music'] });
  expect([await turnsRead(), await turnsRead()]).toEqual([true, false]);
  // As a recall does: a new version of the row, and nothing else.
  await sql`update memory set resonance = 1 where account_id = ${home.viewer.accountId}`.execute(db);
  expect(await turnsRead()).toBe(false);
  const fresh = new Finder({ ...parts, sql: new SqlEngine({ db, ranker }) });
  const scores = (hits: readonly Hit[]) => hits.map((hit) => [hit.id, hit.score, hit.explain()]);
  expect(scores((await search(home, 'the concert')).hits)).toEqual(
    scores((await fresh.find(reachOf(home.viewer), { ...asked, query: 'the concert' })).hits),
  );
});

test('turns and vectors are read by key, even for an account unknown to the planner', async () => {
  await talkingHome();
  // With few memories Postgres prefers a sequential scan.
  for (let account = 0; account < 2; account += 1) {
    const { viewer, collection } = await Household.create(db);
    const vectors = Array.from({ length: 1_000 }, () => clusters.next());
    await fill(db, { accountId: viewer.accountId, collectionId: collection.id }, vectors);
  }
  await sql`analyze`.execute(db);
  const wanted = Array.from({ length: 500 }, () => ({ id: newId(), version: null }));
  const { model } = embedder;
  const scope = { reach: { accountId: 'new', within: null }, collectionIds: [newId()], filter: {}, asOf: null };
  const whole = turnsStatement({ ...scope, wanted, unplaced: [], model });
  expect(await readBy(whole)).toEqual(new Set(['memory_in_session', 'memory_pkey', 'memory_embedding_pkey']));
  const comparing = { stems: ['boat'], weights: [1], vector: clusters.next() };
  const compared = comparedStatement({ accountId: 'new', wanted, model, comparing });
  expect(await readBy(compared)).toEqual(new Set(['memory_pkey', 'memory_embedding_pkey']));
});

/** The indexes of memories that a statement uses. Fails if it scans one of their tables. */
async function readBy(statement: RawBuilder<unknown>): Promise<Set<string>> {
  const nodes = nodesOf(await planOf(db, statement));
  const scanned = nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);
  expect(scanned.filter((table) => table?.startsWith('memory'))).toEqual([]);
  return new Set(nodes.flatMap((node) => node['Index Name'] ?? []).filter((name) => name.startsWith('memory')));
}

class LoadingSoon extends RecallEngine {
  isLoading = true;

  override async search(): Promise<null> {
    return null;
  }

  override holdsSoon(): boolean {
    return this.isLoading;
  }
}

test('turns are not cached while their index is loading', async () => {
  const home = await talkingHome();
  const turns = turnMemory(1_000_000);
  await using recall = buildRecall({ db, jobs: db }, models, 0, log);
  const loading = new LoadingSoon({ db, indexes: recall.indexes, ranker });
  const beside = new Finder({ ...parts, sql: new SqlEngine({ db, ranker, turns }), recall: loading });
  const find = () => beside.find(reachOf(home.viewer), { ...asked, query: 'cello' });
  const found = await find();
  expect(found.hits.length).toBeGreaterThan(20);
  expect(turns.figures()).toMatchObject({ entries: 0, hits: 0 });
  loading.isLoading = false;
  expect(await find()).toEqual(found);
  expect(turns.figures().entries).toBeGreaterThan(20);
});

class LostThreads extends RecallEngine {
  override search(): Promise<null> {
    return Promise.reject(new KernelThreadError('The thread ended'));
  }
}

test('answers even if the scan threads are lost', async () => {
  const home = await talkingHome();
  await using recall = buildRecall({ db, jobs: db }, models, 0, log);
  const lost = new LostThreads({ db, indexes: recall.indexes, ranker });
  const other = new Finder({ ...parts, recall: lost });
  const found = await other.find(reachOf(home.viewer), { ...asked, query: 'cello' });
  expect(found.hits).not.toEqual([]);
  expect(found).toEqual(await search(home, 'cello'));
});
