import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { rankingCache } from '../../src/app/caches.ts';
import { loadModels } from '../../src/app/load-models.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { packagedModels } from '../../src/platform/embedding/model-files.ts';
import { currentRoute, onRoute } from '../../src/platform/read-route.ts';
import { CachedFinder } from '../../src/search/cached-finder.ts';
import { Finder, type FinderParts } from '../../src/search/finder.ts';
import { eraseRankings, forgetOldRankings, RankingTable } from '../../src/search/ranking-table.store.ts';
import type { SearchRequest } from '../../src/search/search.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { rowsOf } from '../support/account-rows.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { countStatements } from '../support/statements.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { lifecycle, collections } = memoryServices(db);
const log = pino({ level: 'silent' });

const asked: SearchRequest = {
  query: 'Who plays the cello?',
  collectionIds: null,
  mode: 'HYBRID',
  filter: {},
  asOf: null,
};

function uncached(parts: Partial<FinderParts> = {}): Finder {
  const { embedder, questions, ranker } = models;
  return new Finder({ db, embedder, questions, sql: new SqlEngine({ db, ranker }), recall: null, log, ...parts });
}

/** A finder with the cache of a process of its own. */
function makeFinder(parts: Partial<FinderParts> = {}, rankedBy = models.rankedBy) {
  const finder = uncached(parts);
  const cache = rankingCache(loadConfig({}).caches.rankings, null, new RankingTable(db, log));
  return new CachedFinder({ db, finder, ...cache, rankedBy });
}

async function garden(viewer = makeViewer()): Promise<Household> {
  const home = await Household.create(db, viewer);
  for (const content of ['Ben plays the cello', 'Anna plays chess', 'The cello is in the cellar'])
    await home.add(content);
  return home;
}

const source = `query ($input: SearchInput!) { search(input: $input) { cache edges { score lexical { rank score }
  semantic { rank score } node { id content resonance } explain { name value contribution } } } }`;

async function search({ viewer }: Pick<Household, 'viewer'>, input: Record<string, unknown> = {}) {
  const variables = { input: { query: asked.query, ...input } };
  const { search } = await api.run(viewer, source, variables);
  return { ...search, found: search.edges.map(({ node }: { node: { content: string } }) => node.content) };
}

test('rankings by other weights or embedding settings are not reused', async () => {
  const { viewer } = await garden();
  const cacheOf = async (finder: CachedFinder) => (await finder.find(reachOf(viewer), asked)).cache;
  const before = makeFinder();
  for (let n = 0; n < 4; n += 1) await cacheOf(before);
  await expect.poll(() => cacheOf(makeFinder())).toBe('HIT');
  expect(await cacheOf(makeFinder({}, 'others'))).toBe('MISS');
  const remote = { provider: 'openai', modelDir: packagedModels, baseUrl: 'http://127.0.0.1:1', model: 'm' } as const;
  const ways = ['', 'query:'].map((query) => ({
    ...remote,
    apiKey: null,
    batchSize: 32,
    timeoutMs: 1,
    prefixes: { query, passage: '' },
    fields: { query: {}, passage: {} },
  }));
  const names = await Promise.all([undefined, undefined, ...ways].map(async (way) => (await loadModels(way)).rankedBy));
  expect(new Set(names).size).toBe(3);
});

test('a repeated question is answered from the cache, unchanged', async () => {
  const home = await garden();
  const { cache, ...first } = await search(home);
  expect(cache).toBe('MISS');
  expect(await search(home)).toEqual({ ...first, cache: 'HIT' });
  const statements = await countStatements(() =>
    api.run(home.viewer, `{ search(input: { query: "${asked.query}" }) { edges { score node { id content } } } }`),
  );
  // One to check for changes, and one for the memories of the page.
  expect(statements).toHaveLength(2);
});

test('a question with newer scope does not share the ranking of a concurrent one with an older scope', async () => {
  const { viewer } = await garden();
  const finder = uncached();
  const question = { reach: reachOf(viewer), request: asked };
  const before = await finder.scopeOf(question);
  const later = await Household.create(db, viewer);
  const { id } = await later.add('Carla plays the cello, too');
  const after = await finder.scopeOf(question);
  const ask = (scope?: typeof before) => finder.find(question.reach, asked, scope);
  const [, known, anew] = await Promise.all([ask(before), ask(after), ask()]);
  for (const { hits } of [known, anew]) expect(hits.map((hit) => hit.id)).toContain(id);
});

test('a read from the primary does not wait for the same question to a hung replica', async () => {
  const { viewer } = await garden();
  const finder = uncached();
  const [begun, lost] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  const ofReplica: Pick<Finder, 'find' | 'scopeOf' | 'spelt'> = {
    find: (...question) => {
      if (currentRoute() === 'primary') return finder.find(...question);
      begun.resolve();
      return lost.promise;
    },
    scopeOf: (question) => finder.scopeOf(question),
    spelt: (...question) => finder.spelt(...question),
  };
  const cache = rankingCache(loadConfig({}).caches.rankings);
  const cached = new CachedFinder({ db, finder: ofReplica, ...cache, rankedBy: models.rankedBy });
  const find = () => cached.find(reachOf(viewer), asked);
  const there = onRoute('replica', find).catch((error: unknown) => error);
  await begun.promise;
  expect((await find()).hits).not.toEqual([]);
  lost.reject(Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' }));
  expect(await there).toMatchObject({ code: 'ECONNRESET' });
});

test('a ranking for a relative date expires at the end of the day', async () => {
  const { viewer } = await garden();
  const until = async (query: string) => (await makeFinder().find(reachOf(viewer), { ...asked, query })).until;
  expect(await until('Who plays the cello?')).toBeNull();
  const end = (await until('Who played the cello yesterday?')) ?? 0;
  expect(Math.abs(end - Math.ceil(Date.now() / 86_400_000) * 86_400_000)).toBeLessThan(10_000);
});

test('the expiry of a ranking follows the clock of the process, not that of the database', async () => {
  const home = await garden();
  const hourMs = 3_600_000;
  const validFrom = new Date(Date.now() + hourMs);
  await home.add({ content: 'Carla plays the cello in an hour', validFrom });
  const finder = uncached();
  const ahead: Pick<Finder, 'find' | 'scopeOf' | 'spelt'> = {
    find: (...question) => finder.find(...question),
    spelt: (...question) => finder.spelt(...question),
    scopeOf: async (question) => {
      const scope = await finder.scopeOf(question);
      return { ...scope, now: scope.now + hourMs, nextBegins: (scope.nextBegins ?? 0) + hourMs };
    },
  };
  const { rankings, ...lives } = rankingCache(loadConfig({}).caches.rankings);
  const cached = new CachedFinder({ db, finder: ahead, rankings, ...lives, rankedBy: models.rankedBy });
  const { until } = await cached.find(reachOf(home.viewer), asked);
  expect(Math.abs((until ?? 0) - validFrom.getTime())).toBeLessThan(hourMs / 10);
});

test('a memory that becomes valid while a ranking is cached is found at once', async () => {
  const home = await garden();
  const validFrom = new Date(Date.now() + 1_500);
  await home.add({ content: 'Carla plays the cello from now on', validFrom });
  expect((await search(home)).cache).toBe('MISS');
  expect(await search(home)).toMatchObject({
    cache: 'HIT',
    found: expect.not.arrayContaining(['Carla plays the cello from now on']),
  });
  await expect
    .poll(() => search(home), { timeout: 5_000 })
    .toMatchObject({
      cache: 'MISS',
      found: expect.arrayContaining(['Carla plays the cello from now on']),
    });
  expect(Date.now()).toBeGreaterThan(validFrom.getTime() - 50);
  expect((await search(home)).cache).toBe('HIT');
});

test('a ranking expires when a memory in it does, and a duplicate hidden by it then appears', async () => {
  const home = await garden();
  const said = 'Carla plays the cello as well';
  const validTo = new Date(Date.now() + 1_500);
  const { id } = await home.add({ content: said, validTo });
  const { id: twin } = await home.add({ content: said, sourceMessageId: await home.message(said) });
  const idsOf = async () => {
    const { cache, edges } = await search(home);
    return { cache, ids: edges.map(({ node }: { node: { id: string } }) => decodeNodeId('Memory', node.id)) };
  };
  const before = await idsOf();
  expect([before.cache, before.ids.includes(id), before.ids.includes(twin)]).toEqual(['MISS', true, false]);
  expect((await idsOf()).cache).toBe('HIT');
  await expect.poll(idsOf, { timeout: 5_000 }).toMatchObject({ cache: 'MISS', ids: expect.arrayContaining([twin]) });
});

test('pages of one ranking share it', async () => {
  const home = await garden();
  const page = `query ($after: String) { search(input: { query: "Who plays the cello?" }, first: 1, after: $after) { cache
    edges { cursor node { content } } } }`;
  const first = await api.run(home.viewer, page);
  const second = await api.run(home.viewer, page, { after: first.search.edges[0].cursor });
  expect(second.search.cache).toBe('HIT');
  expect(second.search.edges[0].node.content).not.toBe(first.search.edges[0].node.content);
});

test('nobody gets an answer that their own write has made stale', async () => {
  const home = await garden();
  const seen = async () => {
    const { cache, found } = await search(home);
    return { cache, found: found.toSorted() };
  };
  const before = await seen();
  const { id } = await home.add('The cello was sold');
  const changes: [() => Promise<unknown>, string[]][] = [
    [async () => {}, [...before.found, 'The cello was sold']],
    [
      () => lifecycle.supersede(home.viewer, { id, content: 'The cello was lent', reason: 'lent' }),
      [...before.found, 'The cello was lent'],
    ],
    [() => lifecycle.restore(home.viewer, { id }), [...before.found, 'The cello was sold']],
    [() => lifecycle.forget(home.viewer, { id }), before.found],
    [() => lifecycle.restore(home.viewer, { id }), [...before.found, 'The cello was sold']],
    [() => lifecycle.forget(home.viewer, { id, purge: true }), before.found],
  ];
  for (const [change, expected] of changes) {
    await change();
    expect(await seen()).toEqual({ cache: 'MISS', found: expected.toSorted() });
    expect((await seen()).cache).toBe('HIT');
  }
});

test('changes in child collections invalidate rankings, as do their settings and deletion', async () => {
  const home = await garden();
  const { viewer, collection } = home;
  const child = await collections.create(viewer, { name: 'Child', parentId: collection.id });
  const input = { collectionIds: [Buffer.from(`Collection:${collection.id}`).toString('base64url')] };
  await search(home, input);
  expect((await search(home, input)).cache).toBe('HIT');
  await api.services.memories.add(viewer, child.id, { content: 'The cello of the child' });
  const changed = await search(home, input);
  expect([changed.cache, changed.found.includes('The cello of the child')]).toEqual(['MISS', true]);
  await collections.update(viewer, { id: child.id, settings: { language: 'de' } });
  expect((await search(home, input)).cache).toBe('MISS');
  await db
    .updateTable('collection')
    .set({ deleted_at: new Date() })
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', child.id)
    .execute();
  const { cache, found } = await search(home, input);
  expect([cache, found.includes('The cello of the child')]).toEqual(['MISS', false]);
});

test('a collection moved away is left out, and found again after moving back', async () => {
  const home = await garden();
  const { viewer, collection } = home;
  const { id } = await collections.create(viewer, { name: 'Child', parentId: collection.id });
  await api.services.memories.add(viewer, id, { content: 'The cello of the child' });
  const collectionIds = [encodeNodeId('Collection', collection.id)];
  const isFound = async () => (await search(home, { collectionIds })).found.includes('The cello of the child');
  expect(await isFound()).toBe(true);
  await collections.update(viewer, { id, parentId: null });
  expect(await isFound()).toBe(false);
  await collections.update(viewer, { id, parentId: collection.id });
  expect(await isFound()).toBe(true);
});

test('rankings are invalidated when the graph learns something', async () => {
  const home = await garden();
  await search(home);
  await api.processLog();
  expect((await search(home)).cache).toBe('MISS');
  await api.processLog();
  expect((await search(home)).cache).toBe('HIT');
});

test('each consumer used by search invalidates rankings, but a new narrative does not', async () => {
  const home = await garden();
  const { accountId } = home.viewer;
  await api.processLog();
  // What copies the graph to Neo4j does not run here.
  await sql`insert into consumer (account_id, kind, stream_id, name, seq)
    select account_id, kind, stream_id, 'neo4j', seq from consumer where account_id = ${accountId} and name = 'graph'`.execute(
    db,
  );
  await search(home);
  for (const name of ['statistics', 'graph', 'neo4j']) {
    await sql`update consumer set seq = seq + 1 where account_id = ${accountId} and name = ${name}`.execute(db);
    expect((await search(home)).cache).toBe('MISS');
  }
  await sql`update stream set shape_revision = shape_revision + 1 where account_id = ${accountId}`.execute(db);
  expect((await search(home)).cache).toBe('HIT');
});

test('equivalent questions share a ranking, but a narrower reach does not', async () => {
  const home = await garden();
  const other = await garden(home.viewer);
  const ids = [home, other].map(({ collection }) => Buffer.from(`Collection:${collection.id}`).toString('base64url'));
  await search(home, { collectionIds: ids, filter: { tagsNone: ['a', 'b'], kinds: null } });
  const turned = { collectionIds: ids.toReversed(), filter: { tagsNone: ['b', 'a'] } };
  expect((await search(home, turned)).cache).toBe('HIT');
  await search(home);
  const narrow = { ...home.viewer, principal: 'guest', collectionIds: new Set([other.collection.id]) };
  const { cache, edges } = await search({ viewer: narrow });
  expect(cache).toBe('MISS');
  expect(edges).toHaveLength(3);
  // The API would hide foreign hits, so check that the search itself found none: they would take places in the page.
  expect((await makeFinder().find(reachOf(narrow), asked)).hits).toHaveLength(3);
  expect((await search({ viewer: { ...home.viewer, principal: 'other' } })).cache).toBe('HIT');
  expect(await search({ viewer: makeViewer() })).toMatchObject({ cache: 'BYPASS', edges: [] });
});

test('another mode, filter or instant is another question', async () => {
  const home = await garden();
  await search(home);
  const [earlier, later] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'];
  const others = [{ mode: 'LEXICAL' }, { mode: 'SEMANTIC' }, { filter: { kinds: ['FACT'] } }, { asOf: earlier }];
  for (const input of [...others, { filter: { kinds: ['EPISODE'] } }, { asOf: later }]) {
    expect((await search(home, input)).cache).toBe('MISS');
  }
});

test('questions with time-dependent results bypass the cache', async () => {
  const home = await garden();
  const future = new Date(Date.now() + 60_000).toISOString();
  for (const input of [{ filter: { tiers: ['ACTIVE'] } }, { asOf: future }]) {
    await search(home, input);
    expect((await search(home, input)).cache).toBe('BYPASS');
  }
  const past = { asOf: new Date(Date.now() - 60_000).toISOString() };
  await search(home, past);
  expect((await search(home, past)).cache).toBe('HIT');
});

test('a memory that has expired meanwhile is left out', async () => {
  const home = await garden();
  const { id } = await home.add('The cello is at the repair shop');
  const first = await search(home);
  expect(first.found).toContain('The cello is at the repair shop');
  // As if its validity had just ended, which writes nothing.
  const ended = { valid_from: new Date(Date.now() - 2_000), valid_to: new Date(Date.now() - 1_000) };
  await db
    .updateTable('memory')
    .set(ended)
    .where('account_id', '=', home.viewer.accountId)
    .where('id', '=', id)
    .execute();
  const { cache, found } = await search(home);
  expect([cache, found.includes('The cello is at the repair shop')]).toEqual(['HIT', false]);
});

test('answers from the cache count as recalls', async () => {
  const home = await garden();
  await search(home);
  await api.recalls.flush();
  const [before] = (await search(home)).edges;
  await api.recalls.flush();
  const { cache, edges } = await search(home);
  expect(cache).toBe('HIT');
  expect(edges[0].node.resonance).toBeGreaterThan(before.node.resonance + 0.5);
});

test('an answer with a failed arm is not cached, and repeated failures are logged once', async () => {
  const home = await garden();
  const { embedder } = models;
  const dead = new Proxy(embedder, {
    get: (target, name) =>
      name === 'embed' ? () => Promise.reject(new Error('away')) : Reflect.get(target, name, target),
  });
  const lines: string[] = [];
  const telling = pino({}, { write: (line: string) => void lines.push(line) });
  const finder = makeFinder({ questions: dead, log: telling });
  for (let times = 0; times < 3; times += 1) {
    const { cache, failedArms } = await finder.find(reachOf(home.viewer), asked);
    expect([cache, failedArms]).toEqual(['MISS', ['SEMANTIC']]);
  }
  expect(lines).toEqual([expect.stringContaining('the semantic arm failed')]);
});

test('rankings of frequent questions survive the process for up to 15 minutes, and are deleted with their account', async () => {
  const home = await garden();
  const reach = reachOf(home.viewer);
  const first = makeFinder();
  const answers = [await first.find(reach, asked), await first.find(reach, asked)];
  expect(await rowsOf(db, reach.accountId)).not.toHaveProperty('search_ranking');
  answers.push(await first.find(reach, asked));
  await expect.poll(async () => (await rowsOf(db, reach.accountId))['search_ranking']).toBe(1);
  // Fifteen minutes, where others are kept for five.
  const { seconds } = await db
    .selectFrom('search_ranking')
    .select(sql<number>`extract(epoch from expires_at - now())::float8`.as('seconds'))
    .where('account_id', '=', reach.accountId)
    .executeTakeFirstOrThrow();
  expect(seconds).toBeGreaterThan(600);
  expect(seconds).toBeLessThanOrEqual(900);
  const later = await makeFinder().find(reach, asked);
  expect(later.cache).toBe('HIT');
  const shown = answers.map(({ hits }) =>
    hits.slice().map(({ id, score, lexical, semantic }) => [id, score, lexical, semantic]),
  );
  expect(later.hits.slice().map(({ id, score, lexical, semantic }) => [id, score, lexical, semantic])).toEqual(
    shown[0],
  );
  await forgetOldRankings(db, new AbortController().signal, 10);
  expect((await rowsOf(db, reach.accountId))['search_ranking']).toBe(1);
  expect(await eraseRankings(db, reach.accountId, [], 10)).toBe(1);
  expect(await rowsOf(db, reach.accountId)).not.toHaveProperty('search_ranking');
});

test('a stored ranking is replaced by a newer one if time alone has changed it', async () => {
  const home = await garden();
  const reach = reachOf(home.viewer);
  await home.add({ content: 'Carla plays the cello for now', validTo: new Date(Date.now() + 1_500) });
  const finder = makeFinder();
  for (let n = 0; n < 3; n += 1) await finder.find(reach, asked);
  await expect.poll(async () => (await rowsOf(db, reach.accountId))['search_ranking']).toBe(1);
  await expect.poll(async () => (await finder.find(reach, asked)).cache, { timeout: 5_000 }).toBe('MISS');
  await expect.poll(async () => (await makeFinder().find(reach, asked)).cache).toBe('HIT');
});

test('expired rankings are deleted when others are stored, not once a day', async () => {
  const { accountId } = (await garden()).viewer;
  const table = new RankingTable(db, log, 0);
  const keysOf = async () => {
    const rows = await db.selectFrom('search_ranking').select('key').where('account_id', '=', accountId).execute();
    return rows.map(({ key }) => key).sort();
  };
  await sql`insert into search_ranking (account_id, key, ranking, expires_at)
    values (${accountId}, 'old', '', now() - interval '1 s'), (${accountId}, 'young', '', now() + interval '1 min')`.execute(
    db,
  );
  table.set({ accountId, key: 'new' }, Buffer.of(1), 60_000);
  await expect.poll(keysOf).toEqual(['new', 'young']);
});

test('stored rankings are not written to the WAL', async () => {
  const { viewer } = await garden();
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (analyze, wal, costs off, timing off, summary off) insert into search_ranking (account_id, key, ranking, expires_at)
    select ${viewer.accountId}::text, 'some key', decode(string_agg(md5(n::text), ''), 'hex'), now()
    from generate_series(1, 500) n`.execute(db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Insert on search_ranking');
  // The row has 8,000 bytes; other WAL records may take some hundred.
  expect(Number(/WAL: .*bytes=(\d+)/.exec(plan)?.[1] ?? 0)).toBeLessThan(2_000);
});

test.skipIf(inject('poolSize') === 1)(
  'a ranking that is being stored while the keys are read is found at once',
  async () => {
    const { viewer } = await garden();
    const owned = { accountId: viewer.accountId, key: 'some key' };
    const table = new RankingTable(db, log);
    await db.transaction().execute(async (transaction) => {
      await sql`lock table search_ranking in share mode`.execute(transaction);
      table.set(owned, Buffer.of(1), 60_000);
      // The keys are read with the first lookup.
      await expect.poll(() => countStatements(() => table.get({ ...owned, key: 'another' }))).toEqual([]);
    });
    await expect.poll(() => table.get(owned)).toEqual(Buffer.of(1));
  },
);

test('a ranking that was never stored is not looked up in the table', async () => {
  const table = new RankingTable(db, log);
  const owned = { accountId: 'some account', key: 'a new key' };
  await expect.poll(() => countStatements(() => table.get(owned))).toEqual([]);
  table.set(owned, Buffer.of(1), 1_000);
  const sent = await countStatements(() => table.get(owned));
  expect(sent.filter((sql) => sql.startsWith('select'))).toHaveLength(1);
});

test('no ranking is stored for a deleted account, unlike for others', async () => {
  const [gone, other] = [await garden(), await garden()].map(({ viewer }) => viewer.accountId);
  if (!gone || !other) throw new Error('Two accounts were made');
  await db.updateTable('collection').set({ deleted_at: sql`now()` }).where('account_id', '=', gone).execute();
  const table = new RankingTable(db, log);
  for (const accountId of [gone, other]) table.set({ accountId, key: 'some key' }, Buffer.of(1), 60_000);
  await expect.poll(() => table.get({ accountId: other, key: 'some key' })).toEqual(Buffer.of(1));
  expect(await rowsOf(db, gone)).not.toHaveProperty('search_ranking');
});

test('frequent questions are asked again in advance after a change', async () => {
  const home = await garden();
  const reach = reachOf(home.viewer);
  const finder = makeFinder();
  for (let times = 0; times < 3; times += 1) await finder.find(reach, asked);
  await finder.find(reach, { ...asked, query: 'chess' });
  await home.add('Ben has a new cello');
  const rested: number[] = [];
  await finder.warm(reach.accountId, 5, async (tookMs) => void rested.push(tookMs));
  expect(rested).toHaveLength(1);
  expect((await finder.find(reach, asked)).cache).toBe('HIT');
  expect((await finder.find(reach, { ...asked, query: 'chess' })).cache).toBe('MISS');
});
