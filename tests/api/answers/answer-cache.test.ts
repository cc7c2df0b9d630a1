import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { answerMemory } from '../../../src/app/caches.ts';
import { MemoryEpochs } from '../../../src/platform/cache/epochs.ts';
import { afterWrites } from '../../../src/platform/events/commits.ts';
import { answeringServer } from '../../support/answering-server.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { Household, memoryServices } from '../../support/memories.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { lifecycle } = memoryServices(db);
const epochs = new MemoryEpochs();
afterWrites([db], (accountId) => epochs.replace(accountId));
const memory = answerMemory(1_000_000);

const ada = makeViewer({ principal: 'ada' });
const account = { accountId: ada.accountId };
const viewers: Record<string, Viewer> = {
  ada,
  guest: makeViewer({ ...account, principal: 'guest' }),
  reader: makeViewer({ ...account, principal: 'ada', scopes: new Set(['read']) }),
  free: makeViewer({ ...account, principal: 'ada', plan: 'FREE' }),
  stranger: makeViewer({ principal: 'ada' }),
};

const started = Promise.withResolvers<Awaited<ReturnType<typeof answeringServer>>>();
let home: Household;
beforeAll(async () => {
  home = await Household.create(db, ada);
  await home.add('Ben plays the cello');
  viewers['narrow'] = makeViewer({ ...account, principal: 'ada', collectionIds: new Set([home.collection.id]) });
  started.resolve(await answeringServer(api, viewers, { epochs, memory, shared: null, recalls: api.recalls }));
});
afterAll(async () => (await started.promise)[Symbol.asyncDispose]());

const list = '{ memories { edges { node { id content kind tags createdAt revision } } } }';
const search = '{ search(input: { query: "Who plays the cello?" }) { edges { score node { id content } } } }';

async function ask(viewer: string, query: string, way: 'short' | 'long' = 'short', more: object = {}) {
  return (await started.promise).ask(viewer, { query, ...more }, way);
}

/** The same query with text that no test has used yet: the tests share an account. */
let times = 0;
const anew = (query: string) => {
  times += 1;
  return `# ${times}\n${query}`;
};

describe.each(['short', 'long'] as const)('on the %s path', (way) => {
  test('a repeated operation is answered from the cache with the same data, and says so', async () => {
    for (const query of [anew(list), anew(search)]) {
      const first = await ask('ada', query, way);
      expect([first.cache, first.json.extensions]).toEqual(['miss', { responseCache: { hit: false } }]);
      expect(first.json.data).not.toBeNull();
      const second = await ask('ada', query, way);
      expect([second.cache, second.json.extensions]).toEqual(['hit', { responseCache: { hit: true } }]);
      expect(second.json.data).toEqual(first.json.data);
      expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(second.headers.get('etag')).toBeNull();
      const [before, after] = [first, second].map(({ headers }) => Number(headers.get('ratelimit-remaining')));
      expect(after).toBeLessThan(before ?? 0);
      const statements = await countStatements(() => ask('ada', query, way));
      expect(statements).toEqual([]);
    }
  });

  test('a request counts once as a hit or a miss', async () => {
    const query = anew(list);
    const counted = async () => {
      const { hits, misses } = memory.figures();
      await ask('ada', query, way);
      return [memory.figures().hits - hits, memory.figures().misses - misses];
    };
    expect([await counted(), await counted(), await counted()]).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
  });

  test('cached answers are not shared across principals, scopes, collections, plans or accounts', async () => {
    const query = anew(list);
    for (const name of ['ada', 'guest', 'reader', 'narrow', 'free', 'stranger']) {
      expect([name, (await ask(name, query, way)).cache]).toEqual([name, 'miss']);
      expect([name, (await ask(name, query, way)).cache]).toEqual([name, 'hit']);
    }
    expect((await ask('stranger', query, way)).json.data.memories.edges).toEqual([]);
    const nobody = await ask('', query, way);
    expect([nobody.cache, nobody.json.data]).toEqual([null, null]);
  });

  test('each operation of a document, with each set of variables, has its own cached answer', async () => {
    const query = anew(
      `query One($first: Int = 1) { memories(first: $first) { totalCount } } query Two { collections { totalCount } }`,
    );
    const asked = async (operationName: string, variables = {}) => {
      const { cache, json } = await ask('ada', query, way, { operationName, variables });
      return [cache, ...Object.keys(json.data)];
    };
    expect(await asked('One')).toEqual(['miss', 'memories']);
    expect(await asked('Two')).toEqual(['miss', 'collections']);
    expect(await asked('One', { first: 2 })).toEqual(['miss', 'memories']);
    expect(await asked('Two')).toEqual(['hit', 'collections']);
  });

  test('a cached answer that costs several requests is refused to an account with only one left', async () => {
    const name = `poor by the ${way} way`;
    const poor = makeViewer({ plan: 'FREE' });
    viewers[name] = poor;
    const page = 'memories(first: 100) { edges { node { id content kind } } }';
    const query = anew(`{ a: ${page} b: ${page} c: ${page} d: ${page} e: ${page} f: ${page} }`);
    expect([(await ask(name, query, way)).cache, (await ask(name, query, way)).cache]).toEqual(['miss', 'hit']);
    const { remaining } = await api.services.rateLimits.left(poor);
    await api.services.rateLimits.charge(poor, remaining - 1);
    const { status, json } = await ask(name, query, way);
    expect([status, json.errors?.[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
  });

  test('a write invalidates cached answers before the writer gets its response', async () => {
    const query = anew(list);
    const seen = async () => {
      const { cache, json } = await ask('ada', query, way);
      return [cache, json.data.memories.edges.map(({ node }: { node: { content: string } }) => node.content)];
    };
    await seen();
    const [, before] = await seen();
    const { id } = await home.add(`The cello was sold ${way}`);
    expect(await seen()).toEqual(['miss', expect.arrayContaining([`The cello was sold ${way}`])]);
    expect((await seen())[0]).toBe('hit');
    await lifecycle.forget(ada, { id, purge: true });
    expect(await seen()).toEqual(['miss', before]);
  });

  test('nodes that change without an event are looked up each time, also by id', async () => {
    const { apiKey } = await api.services.apiKeys.create(ada, { name: `key ${way}`, scopes: ['read'] });
    const query = anew('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }');
    const id = Buffer.from(`ApiKey:${apiKey.id}`).toString('base64url');
    const found = async () => (await ask('ada', query, way, { variables: { ids: [id] } })).json.data.nodes;
    expect([await found(), await found()]).toEqual([[{ id }], [{ id }]]);
    await api.services.apiKeys.revoke(ada, apiKey.id);
    expect(await found()).toEqual([null]);
  });

  test.each([
    ['what recalls move', '{ memories { edges { node { id resonance } } } }'],
    ['tiers', '{ memories { edges { node { tier } } } }'],
    ['an order by recalls', '{ memories(orderBy: RESONANCE_DESC) { edges { node { id } } } }'],
    ['a filter by tiers', '{ memories(filter: { tiers: [ACTIVE] }) { edges { node { id } } } }'],
    ['what a cursor counts from', '{ collections { edges { node { eventsCursor } } } }'],
    ['who asks', '{ viewer { principal } memories { edges { node { id } } } }'],
    ['how long it took', '{ search(input: { query: "cello" }) { tookMs edges { node { id } } } }'],
    ['the schema', '{ __schema { queryType { name } } }'],
    [
      'a search of the future',
      '{ search(input: { query: "cello", asOf: "2999-01-01T00:00:00Z" }) { edges { score } } }',
    ],
    ['what is in parts', 'query A { memories { edges { node { id } } } } mutation B { __typename }'],
  ])('is not cached: %s', async (_, query) => {
    const asked = anew(query);
    const more = query.startsWith('query A') ? { operationName: 'A' } : {};
    for (let n = 0; n < 3; n += 1) expect((await ask('ada', asked, way, more)).cache).not.toBe('hit');
  });

  test('an order given by a variable decides whether an answer is cached', async () => {
    const query = anew('query ($o: MemoryOrder!) { memories(orderBy: $o) { edges { node { id } } } }');
    const cacheOf = async (o: string) => (await ask('ada', query, way, { variables: { o } })).cache;
    expect([await cacheOf('CREATED_ASC'), await cacheOf('CREATED_ASC')]).toEqual(['miss', 'hit']);
    await cacheOf('RESONANCE_DESC');
    expect(await cacheOf('RESONANCE_DESC')).toBeNull();
    expect(await cacheOf('CREATED_DESC')).toBe('miss');
  });

  test('a search answered from the cache counts as a recall', async () => {
    const query = anew(search);
    await ask('ada', query, way);
    await api.recalls.flush();
    const resonance = async () => {
      const { json } = await ask('ada', '{ memories { edges { node { content resonance } } } }', way);
      return json.data.memories.edges.find(({ node }: { node: { content: string } }) => node.content.includes('plays'))
        .node.resonance;
    };
    const before = await resonance();
    expect((await ask('ada', query, way)).cache).toBe('hit');
    await api.recalls.flush();
    expect(await resonance()).toBeGreaterThan(before + 0.5);
  });

  test('a cached answer does not outlive the validity of its memories', async () => {
    const validTo = new Date(Date.now() + 700);
    await home.add({ content: `The cello is at the repair shop ${way}`, validTo });
    const query = anew(search);
    const found = async () => JSON.stringify((await ask('ada', query, way)).json.data).includes(`repair shop ${way}`);
    expect([await found(), await found()]).toEqual([true, true]);
    await delay(validTo.getTime() + 5 - Date.now());
    expect(await found()).toBe(false);
  });

  test('errors are not cached', async () => {
    const query = anew('{ memories(first: 101) { edges { node { id } } } }');
    for (let n = 0; n < 2; n += 1) {
      const { json, cache } = await ask('ada', query, way);
      expect([json.errors[0].extensions.code, cache]).toEqual(['BAD_USER_INPUT', expect.not.stringMatching('hit')]);
    }
  });
});

test('a POST body equal to the URL of a cached answer is not answered from the cache', async () => {
  const { endpoint } = await started.promise;
  const url = new URL(`${endpoint}?${new URLSearchParams({ query: anew(list) })}`);
  const headers = { authorization: 'Bearer ada', 'content-type': 'application/json' };
  const body = `${url.pathname}${url.search}`;
  const asked = [];
  for (let n = 0; n < 2; n += 1) asked.push(await fetch(url, { headers }));
  asked.push(await fetch(endpoint, { method: 'POST', headers, body }));
  expect(asked.map((answer) => [answer.status, answer.headers.get('x-response-cache')])).toEqual([
    [200, 'miss'],
    [200, 'hit'],
    [400, null],
  ]);
});

test('both paths share the cache', async () => {
  const query = anew(list);
  await ask('ada', query, 'long');
  expect((await ask('ada', query, 'short')).cache).toBe('hit');
  expect((await ask('ada', query, 'short')).cache).toBe('hit');
});

test('the cache stays within its size limit', async () => {
  for (let n = 0; n < 30; n += 1)
    await ask('stranger', anew(`{ memories { edges { node { id } } } } # ${'x'.repeat(1_000)}`));
  expect(memory.figures().bytes).toBeLessThanOrEqual(1_000_000);
  expect(memory.figures()).toMatchObject({ name: 'responses', entries: expect.any(Number) });
});
