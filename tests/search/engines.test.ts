import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test, vi } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import { buildConsumers } from '../../src/app/consumers.ts';
import { buildRecall, type Recall } from '../../src/app/recall.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { Eraser } from '../../src/erasure/eraser.ts';
import { Finder } from '../../src/search/finder.ts';
import type { Ranker } from '../../src/search/ranking/engine-port.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { SearchRequest } from '../../src/search/search.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { differences } from '../support/ranking-differences.ts';
import { type Dice, dice } from '../support/recall-rows.ts';
import { metadatas, pick, Scribbler, sentence } from '../support/scribbler.ts';
import { countStatements } from '../support/statements.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const eraser = new Eraser(db, {
  batchSize: 100,
  batchesPerTurn: 1000,
  dependents: { ofCollections: [], ofConversations: [], ofMemories: [] },
});
const services = conversationServices(db, { send: async () => {} });
const log = pino({ level: 'silent' });
const newRecall = () => buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
const recall = newRecall();
const consumers = buildConsumers({ db, jobs: db }, models.reader, log);
const { embedder, ranker } = models;
const parts = { db, embedder, questions: models.questions, sql: new SqlEngine({ db, ranker }), log };
const finderOn = ({ indexes }: Recall) => new Finder({ ...parts, recall: new RecallEngine({ db, indexes, ranker }) });
const byIndex = finderOn(recall);
const bySql = new Finder({ ...parts, recall: null });
afterAll(() => recall[Symbol.asyncDispose]());

/** Number of questions for both engines: more in the long tier. */
const questions = Number(process.env['DIFFERENTIAL_QUESTIONS'] ?? 40);
const questionsOfRound = Math.max(5, Math.round(questions / 100));

/** Names of the parts of scores of the first fifty hits of each question. */
const explained = new Set<string>();

async function compare(finder: Finder, viewer: Viewer, asked: SearchRequest): Promise<number> {
  const [held, read] = [await finder.find(reachOf(viewer), asked), await bySql.find(reachOf(viewer), asked)];
  expect(held.hits.length, JSON.stringify(asked)).toBe(read.hits.length);
  expect(differences(held.hits, read.hits), JSON.stringify(asked)).toEqual([]);
  for (const hit of held.hits.slice(0, 50)) for (const { name } of hit.explain()) explained.add(name);
  for (const hit of [...held.hits.slice(0, 3), ...read.hits.slice(0, 3)]) {
    const contributions = hit.explain().map(({ contribution }) => contribution);
    expect(contributions).toEqual(contributions.toSorted((one, other) => other - one));
    expect(contributions.reduce((sum, one) => sum + one, 0)).toBeCloseTo(hit.score, 4);
  }
  return held.hits.length;
}

const filters: readonly SearchRequest['filter'][] = [
  {},
  {},
  {},
  { kinds: ['FACT'] },
  { kinds: ['EPISODE'] },
  { createdBefore: new Date(), validFromAfter: new Date('2023-03-01'), validFromBefore: new Date('2023-09-01') },
  { tagsAll: ['home', 'work'] },
  { tagsAny: ['work'], kinds: ['FACT'] },
  { tagsNone: ['work'] },
  { tiers: ['ACTIVE'] },
  { tiers: ['STABLE'], tagsAll: [] },
  { speakers: ['Anna', 'Ben Häuser'] },
  { metadataAny: [{ page: 3 }, { from: ['a letter'] }], metadataNone: [{ to: null }] },
  { metadataFrom: { page: 3 }, metadataTo: { page: 3.5 } },
];

/** Ways to ask for the first or the last of several, whether something holds, what an assistant said, or for a service. */
const orders = [
  ...['', '', '', 'my first ', 'the latest ', 'currently ', 'are they still ', 'which beverages '],
  ...['what did you say about ', 'how should I ', 'in which order did I mention '],
  ...['', '', 'zuletzt ', 'gilt das noch? ', 'weißt du noch, wann '],
];

const request = (random: Dice, homes: readonly Household[], conversations: readonly string[] = []): SearchRequest => ({
  query: `${pick(random, orders)}${sentence(random, 8)}`,
  collectionIds: random.below(2) === 0 ? null : [pick(random, homes).collection.id],
  mode: pick(random, ['HYBRID', 'HYBRID', 'SEMANTIC', 'LEXICAL'] as const),
  filter: pick(random, [...filters, { metadata: pick(random, metadatas) }, { conversations: conversations.slice(-5) }]),
  asOf: null,
});

async function homeIn(language: string, viewer: Viewer): Promise<Household> {
  const home = await Household.create(db, viewer);
  await memoryServices(db).collections.update(viewer, { id: home.collection.id, settings: { language } });
  return home;
}

/** Contents of the memories that were replaced last: what replaced them shares few words with them. */
async function replacedTexts({ accountId }: Viewer): Promise<string[]> {
  const replaced = db.selectFrom('memory').select('content').where('account_id', '=', accountId);
  const rows = await replaced
    .where('superseded_by', 'is not', null)
    .orderBy('superseded_by', 'desc')
    .limit(3)
    .execute();
  return rows.map(({ content }) => content);
}

/** Every so many rounds a new process loads the collections. */
const roundsOfProcess = 10;

test('both engines give the same answers, before and after random writes and restarts', {
  timeout: 3_600_000,
}, async () => {
  const random = dice(20_231);
  const viewer = makeViewer();
  const homes = [await homeIn('en', viewer), await homeIn('zh', viewer), await homeIn('de', viewer)];
  const scribbler = new Scribbler({ db, passages: models.passages, services }, homes, random);
  let found = 0;
  let hits = 0;
  let started = newRecall();
  for (let round = 0; round * questionsOfRound < questions; round += 1) {
    if (round % roundsOfProcess === 0) {
      await started[Symbol.asyncDispose]();
      started = newRecall();
    }
    const finder = finderOn(started);
    for (let n = 0; n < 25; n += 1) await scribbler.write();
    // Statistics and erasure are asynchronous: let both finish first.
    await eraser.erase(viewer.accountId, new AbortController().signal);
    await consumers.processAll();
    for (const { collection } of homes)
      await finder.find(reachOf(viewer), { ...request(random, homes), collectionIds: [collection.id] });
    await started.indexes.idle();
    const before = started.indexes.statistics.hits;
    for (let n = 0; n < questionsOfRound; n += 1)
      found += await compare(finder, viewer, request(random, homes, scribbler.conversations));
    const ordered = orders.filter((order) => order !== '').map((order) => `${order}${sentence(random, 8)}`);
    for (const query of [...(await replacedTexts(viewer)), ...ordered])
      for (const collectionIds of [null, homes.slice(0, 1).map(({ collection }) => collection.id)])
        await compare(finder, viewer, { query, collectionIds, mode: 'HYBRID', filter: {}, asOf: null });
    expect(started.indexes.statistics).toMatchObject({ collections: homes.length, failures: 0 });
    hits += started.indexes.statistics.hits - before;
  }
  await started[Symbol.asyncDispose]();
  expect(found).toBeGreaterThan(5 * questions);
  expect(Math.min(...Object.values(scribbler.done)), JSON.stringify(scribbler.done)).toBeGreaterThan(0);
  expect([...explained]).toEqual(expect.arrayContaining(['superseded', 'order', 'news', 'links', 'replies', 'wishes']));
  // A few consist only of stop words and search words only: no engine is asked.
  expect(hits).toBeGreaterThan(0.95 * questions);
});

test('a search of an indexed collection takes one statement, and finds the same as the other engine', async () => {
  const home = await Household.create(db);
  await home.add('the cello is old');
  const asked = { query: 'cello', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
  await byIndex.find(reachOf(home.viewer), asked);
  await recall.indexes.idle();
  expect(await countStatements(() => byIndex.find(reachOf(home.viewer), asked))).toHaveLength(1);
  await home.add({ content: 'the cello is new', speaker: 'Ada' });
  // The changes since, and the changed memories.
  expect(await countStatements(() => byIndex.find(reachOf(home.viewer), asked))).toHaveLength(3);
});

test('equal questions in one turn of the event loop share one search', async () => {
  const home = await Household.create(db);
  await home.add('the cello is old');
  const ask = (query: string) =>
    byIndex.find(reachOf(home.viewer), { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null });
  await ask('cello');
  await recall.indexes.idle();
  expect(await countStatements(() => Promise.all([ask('cello'), ask('cello'), ask('old')]))).toHaveLength(2);
  expect(await countStatements(async () => [await ask('cello'), await ask('cello')])).toHaveLength(2);
});

test('a filter that only the database can evaluate takes one more statement, for a list of ids', async () => {
  const home = await Household.create(db);
  const { id } = await home.add({
    content: 'the cello is old',
    tags: ['music'],
    metadata: { from: { name: 'Ada' }, page: 3 },
  });
  await home.add('the cello is new');
  const asked = { query: 'cello', collectionIds: null, mode: 'HYBRID', asOf: null } as const;
  await byIndex.find(reachOf(home.viewer), { ...asked, filter: {} });
  await recall.indexes.idle();
  const ask = async (filter: SearchRequest['filter']) =>
    (await byIndex.find(reachOf(home.viewer), { ...asked, filter })).hits.map((hit) => hit.id);
  const { fallbacks } = recall.indexes.statistics;
  const fromAda = { metadata: { from: { name: 'Ada' } } };
  expect(await countStatements(() => ask(fromAda))).toHaveLength(2);
  expect(await ask(fromAda)).toEqual([id]);
  for (const known of [{ tagsAny: ['music'] }, { metadata: { page: 3 } }]) {
    expect(await countStatements(() => ask(known))).toHaveLength(1);
    expect(await ask(known)).toEqual([id]);
  }
  for (const none of [
    { metadata: { from: { name: 'nobody' } } },
    { metadata: { page: 4 } },
    { tiers: ['STABLE'] as const },
  ])
    expect(await ask(none)).toEqual([]);
  const { accountId } = home.viewer;
  await sql`update stream set memory_count = 30000 where account_id = ${accountId} and kind = 'collection'`.execute(db);
  expect(await ask(fromAda)).toEqual([id]);
  expect(recall.indexes.statistics.fallbacks).toBe(fallbacks);
});

let talk: Promise<Household> | null = null;
/** A conversation too long to be loaded as a whole: one for the tests that only search it. */
const longTalk = (): Promise<Household> => (talk ??= talkLong());

async function talkLong(random = dice(6)): Promise<Household> {
  const home = await Household.create(db);
  const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
  for (let n = 0; n < 11; n += 1) {
    const turns = Array.from({ length: 50 }, () => said(sentence(random, 12), { speaker: 'Anna', remember: true }));
    await services.messages.append(home.viewer, id, turns);
  }
  await consumers.processAll();
  return home;
}

test('both engines give the same answers for a conversation too long to be scored whole', {
  timeout: 60_000,
}, async () => {
  const random = dice(7);
  const home = await longTalk();
  const ask = () => ({ ...request(random, [home]), mode: 'HYBRID', filter: {} }) as const;
  await byIndex.find(reachOf(home.viewer), ask());
  await recall.indexes.idle();
  let found = 0;
  for (let n = 0; n < 10; n += 1) found += await compare(byIndex, home.viewer, ask());
  expect(found).toBeGreaterThan(1_000);
});

const hasSpareCore = availableParallelism() > 1;
test.runIf(hasSpareCore)('concurrent questions get the same answers as single ones when a thread helps', async () => {
  const random = dice(8);
  const home = await longTalk();
  let aside = 0;
  const ranker: Ranker = {
    ask(question, scope) {
      const ranking = models.ranker.ask(question, scope);
      return {
        ...ranking,
        compareAside(turns) {
          const compared = ranking.compareAside(turns);
          if (compared) aside += 1;
          return compared;
        },
      };
    },
  };
  const finder = new Finder({ ...parts, recall: new RecallEngine({ db, indexes: recall.indexes, ranker }) });
  const ask = (asked: SearchRequest) => finder.find(reachOf(home.viewer), asked);
  const questions = Array.from(
    { length: 60 },
    () => ({ ...request(random, [home]), mode: 'HYBRID', filter: {} }) as const,
  );
  await finder.find(reachOf(home.viewer), request(random, [home]));
  await recall.indexes.idle();
  // The thread is started once this many questions arrive within a second.
  await vi.waitFor(
    async () => {
      await Promise.all(questions.map(ask));
      expect(aside).toBeGreaterThan(0);
    },
    { timeout: 30_000 },
  );
  const before = aside;
  const found = await Promise.all(questions.map(ask));
  expect(aside).toBeGreaterThan(before);
  const inAll = aside;
  for (const [n, asked] of questions.entries()) {
    const { hits } = await ask(asked);
    expect(found[n]?.hits.map(({ id, score }) => [id, score])).toEqual(hits.map(({ id, score }) => [id, score]));
  }
  expect(aside).toBe(inAll);
});

test('both engines give the same answers for a user’s talk with an assistant, even about unknown words and numbers', async () => {
  const home = await Household.create(db);
  const random = dice(11);
  const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
  const turns = Array.from({ length: 60 }, (_, n) => {
    const who = n % 2 === 0 ? ({ speaker: 'Anna', role: 'USER' } as const) : ({ role: 'ASSISTANT' } as const);
    const end = ['!', '?'][n % 4] ?? '';
    if (n === 30) return said('The fair is on 5 December 2099', { ...who, remember: true });
    return said(`${sentence(random, end === '' ? 12 : 4)}${end}`, { ...who, remember: true });
  });
  await services.messages.append(home.viewer, id, turns);
  await consumers.processAll();
  const ask = (before = '') => {
    const query = `${before}${sentence(random, 5)} in Zanzibar, Rome or Quito with 3 of 777 people`;
    return { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
  };
  await byIndex.find(reachOf(home.viewer), ask());
  await recall.indexes.idle();
  for (const before of ['', 'What did you say about '])
    for (let n = 0; n < 10; n += 1) expect(await compare(byIndex, home.viewer, ask(before))).toBeGreaterThan(50);
  await compare(byIndex, home.viewer, { ...ask(), query: 'Any plans coming up for me?' });
  expect([...explained]).toEqual(expect.arrayContaining(['answers', 'opened', 'period', 'replies']));
});

test('a conversation with memories in two collections is a session in each, in both engines', async () => {
  const home = await Household.create(db);
  const other = await Household.create(db, home.viewer);
  const random = dice(13);
  const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
  const turns = Array.from({ length: 40 }, (_, n) => said(sentence(random, 12), { remember: n % 2 === 0 }));
  const { messages } = await services.messages.append(home.viewer, id, turns);
  for (const { id: sourceMessageId } of messages) await other.add({ content: sentence(random, 12), sourceMessageId });
  await consumers.processAll();
  const ask = () => ({ ...request(random, [home]), collectionIds: null, mode: 'HYBRID', filter: {} }) as const;
  await byIndex.find(reachOf(home.viewer), ask());
  await recall.indexes.idle();
  for (let n = 0; n < 10; n += 1) expect(await compare(byIndex, home.viewer, ask())).toBeGreaterThan(50);
});

test('a name is recognised in the language of its speakers, in both engines', async () => {
  const viewer = makeViewer();
  const [english, german] = [await homeIn('en', viewer), await homeIn('de', viewer)];
  await english.add({ content: 'The garden is large', speaker: 'Ben Häuser' });
  for (const content of ['Das Haus ist alt', 'Der Garten ist groß']) await german.add({ content, speaker: 'Anna' });
  await consumers.processAll();
  const asked = { query: 'Welche Häuser?', collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
  await byIndex.find(reachOf(viewer), asked);
  await recall.indexes.idle();
  expect(await compare(byIndex, viewer, asked)).toBe(3);
});

test('both engines rank notes alike, also for relatives and words that no memory has', async () => {
  const home = await Household.create(db);
  const random = dice(71);
  for (let n = 0; n < 40; n += 1) await home.add(`${sentence(random, 8)} ${n}`);
  await consumers.processAll();
  // Repeated words, relatives and words that no memory has.
  const ends = ['', ' cello', ' mother unheard', ' unheard unheard of zithers'];
  const ask = (end: string) =>
    ({ query: sentence(random, 4) + end, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null }) as const;
  await byIndex.find(reachOf(home.viewer), ask(''));
  await recall.indexes.idle();
  for (let n = 0; n < 10; n += 1) for (const end of ends) await compare(byIndex, home.viewer, ask(end));
});

test('a question is understood without what all memories name, alike in both engines', async () => {
  const home = await Household.create(db);
  const random = dice(72);
  const facts = Array.from(
    { length: 40 },
    (_, n) => `${n % 3 === 0 ? 'Likes' : 'The player has'} ${sentence(random, 4)} ${n}`,
  );
  for (const fact of facts) await home.add(fact);
  await consumers.processAll();
  const similarity = async (finder: Finder, query: string) => {
    const asked = { query, collectionIds: null, mode: 'SEMANTIC', filter: {}, asOf: null } as const;
    await finder.find(reachOf(home.viewer), asked);
    await recall.indexes.idle();
    await compare(finder, home.viewer, asked);
    return (await finder.find(reachOf(home.viewer), asked)).hits.map(({ id, score }) => [id, score]);
  };
  for (const fact of facts.slice(0, 5)) {
    expect(await similarity(byIndex, `Has the player ${fact}?`)).toEqual(await similarity(byIndex, `Has ${fact}?`));
  }
});

test('equally good matches are ordered by recall, then by age, newest first, in both engines', async () => {
  const home = await Household.create(db);
  const reach = reachOf(home.viewer);
  const written: string[] = [];
  for (const word of ['red', 'blue', 'green', 'black']) written.push((await home.add(`cello ${word}`)).id);
  await home.add('the cello is old and belongs to somebody who is not here');
  const asked = { query: 'cello', collectionIds: null, mode: 'LEXICAL', filter: {} } as const;
  const ask = async (finder: Finder, asOf: Date | null = null) =>
    (await finder.find(reach, { ...asked, asOf })).hits.slice(0, 4).map(({ id }) => id);
  await ask(byIndex);
  await recall.indexes.idle();
  for (const finder of [byIndex, bySql]) expect(await ask(finder)).toEqual(written.toReversed());
  const [first = '', second = '', ...others] = written;
  await sql`update memory set resonance = 2, last_accessed_at = now()
    where account_id = ${reach.accountId} and id = ${second}`.execute(db);
  for (const finder of [byIndex, bySql]) expect(await ask(finder)).toEqual([second, ...others.toReversed(), first]);
  // As of another time, later recalls are ignored.
  expect(await ask(bySql, new Date(Date.now() + 60_000))).toEqual(written);
});

test('at the instant when one memory ends and the next begins, only the next is found, in both engines', async () => {
  const home = await Household.create(db);
  const instant = new Date('2999-01-01T00:00:00Z');
  const { id: former, createdAt } = await home.add({ content: 'the cello is here', validTo: instant });
  const { id: next } = await home.add({ content: 'the cello is gone', validFrom: instant });
  const ask = async (finder: Finder, asOf: Date | null, filter: SearchRequest['filter'] = {}) =>
    (
      await finder.find(reachOf(home.viewer), { query: 'cello', collectionIds: null, mode: 'HYBRID', filter, asOf })
    ).hits.map(({ id }) => id);
  await ask(byIndex, null);
  await recall.indexes.idle();
  for (const finder of [byIndex, bySql]) {
    expect(await ask(finder, new Date(instant.getTime() - 1))).toEqual([former]);
    expect(await ask(finder, instant)).toEqual([next]);
    // `createdAfter` and `createdBefore` exclude the instant itself.
    for (const filter of [{ createdAfter: createdAt }, { createdBefore: createdAt }])
      expect(await ask(finder, null, filter)).toEqual([]);
  }
});

test('a search sees every earlier commit, even through the index', async () => {
  const home = await Household.create(db);
  const reach = reachOf(home.viewer);
  const ask = async (query: string) =>
    (await byIndex.find(reach, { query, collectionIds: null, mode: 'LEXICAL', filter: {}, asOf: null })).hits.map(
      ({ id }) => id,
    );
  await home.add('the first bicycle');
  await ask('bicycle');
  await recall.indexes.idle();
  for (let n = 0; n < 20; n += 1) {
    const { id } = await home.add(`bicycle number ${n}`);
    expect(await ask(`bicycle ${n}`)).toContain(id);
    await memoryServices(db).lifecycle.forget(home.viewer, { id });
    expect(await ask(`bicycle ${n}`)).not.toContain(id);
  }
});

test('the index reloads what a trimmed log or a restored database does not tell it', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const ask = async () => {
    const asked = { query: 'bicycle', collectionIds: null, mode: 'LEXICAL', filter: {}, asOf: null } as const;
    return (await byIndex.find(reachOf(home.viewer), asked)).hits.map(({ id }) => id);
  };
  const askHeld = async () => {
    await ask();
    await recall.indexes.idle();
    return (await ask()).toSorted();
  };
  const first = await home.add('the first bicycle');
  expect(await askHeld()).toEqual([first.id]);
  const { seq } = await home.stream();
  const second = await home.add('the second bicycle');
  const third = await home.add('the third bicycle');
  await sql`delete from event where account_id = ${accountId} and stream_id = ${home.collection.id} and seq = ${seq + 1}`.execute(
    db,
  );
  expect(await askHeld()).toEqual([first.id, second.id, third.id]);

  await sql`delete from event where account_id = ${accountId} and stream_id = ${home.collection.id} and seq > ${seq}`.execute(
    db,
  );
  await sql`delete from memory where account_id = ${accountId} and id <> ${first.id}`.execute(db);
  await sql`update stream set seq = ${seq}, memory_revision = memory_revision - 2, memory_count = 1
    where account_id = ${accountId} and id = ${home.collection.id}`.execute(db);
  expect(await askHeld()).toEqual([first.id]);
});

test('an index that is many events behind catches up page by page before it answers', {
  timeout: 60_000,
}, async () => {
  const home = await Household.create(db);
  const random = dice(23);
  const { id } = await services.conversations.create(home.viewer, { collectionId: home.collection.id });
  const ask = () => ({ ...request(random, [home]), mode: 'HYBRID', filter: {} }) as const;
  await home.add('a parcel to begin with');
  await byIndex.find(reachOf(home.viewer), ask());
  await recall.indexes.idle();
  const { fallbacks } = recall.indexes.statistics;
  const turns = Array.from({ length: 700 }, () => said(sentence(random, 12), { speaker: 'Anna', remember: true }));
  for (let n = 0; n < 2; n += 1) await services.messages.append(home.viewer, id, turns);
  await consumers.processAll();
  expect(await compare(byIndex, home.viewer, ask())).toBeGreaterThan(100);
  await services.conversations.delete(home.viewer, id);
  const { hits } = await byIndex.find(reachOf(home.viewer), ask());
  expect(hits).toHaveLength(1);
  expect(recall.indexes.statistics.fallbacks).toBe(fallbacks);
});

test('each of two instances sees the commits of the other at once, under concurrent writes', async () => {
  const home = await Household.create(db);
  const reach = reachOf(home.viewer);
  const other = newRecall();
  const instances = [byIndex, finderOn(other)];
  const ask = async (finder: Finder, query: string) =>
    (await finder.find(reach, { query, collectionIds: null, mode: 'LEXICAL', filter: {}, asOf: null })).hits;
  await home.add('a parcel to begin with');
  for (const finder of instances) await ask(finder, 'parcel');
  await Promise.all([recall.indexes.idle(), other.indexes.idle()]);
  const write = async (writer: number) => {
    for (let n = 0; n < 15; n += 1) {
      const { id } = await home.add(`parcel w${writer}n${n}`);
      for (const finder of instances) {
        expect((await ask(finder, `w${writer}n${n}`)).map((hit) => hit.id)).toEqual([id]);
      }
    }
  };
  await Promise.all([write(1), write(2), write(3)]);
  expect(other.indexes.statistics).toMatchObject({ collections: 1, failures: 0, fallbacks: 1 });
  await other[Symbol.asyncDispose]();
});
