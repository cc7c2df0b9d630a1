import { pino } from 'pino';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { RulesExtractor } from '../../../src/graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../../../src/graph/graph-consumer.ts';
import { PostgresGraphStore } from '../../../src/graph/postgres-graph.store.ts';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { fadeTiers } from '../../../src/memory/update-tiers.ts';
import { ConsumerRunner } from '../../../src/platform/events/consumer-runner.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { letPass } from '../../support/life.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';
import { Story } from './story.ts';

const database = useDatabase();
const api = makeApi(database.db, useJobs(database));
afterAll(() => api.services.streams[Symbol.asyncDispose]());

const searchEvents = `subscription ($input: SearchInput!, $first: Int! = 20) {
  searchEvents(input: $input, first: $first) {
    ... on SearchSnapshot { cursor at addedIds removedIds
      results { edges { node { id content tags } score } pageInfo { hasNextPage endCursor } failedArms } } } }`;

const begin = async () => {
  const story = new Story(api);
  const { id } = await story.collection();
  const tea = await story.add(id, 'Ann drinks green tea in the morning');
  return { story, viewer: story.viewer, id, tea, input: { query: 'Who drinks tea?', collectionIds: [id] } };
};

test('sends a snapshot at once and after each change of the results, with added and removed ids', async () => {
  const { story, viewer, id, tea, input } = await begin();
  const below = (await story.mutate('createCollection', { name: 'Below', parentId: id }, 'collection { id }'))
    .collection;
  const following = await follow(api, viewer, searchEvents, { input });
  const first = await following.next();
  expect(first).toMatchObject({ addedIds: [tea], removedIds: [], results: { edges: [{ node: { id: tea } }] } });

  const second = await story.add(below.id, 'Bob drinks black tea at night');
  expect(await following.next()).toMatchObject({ addedIds: [second], removedIds: [] });
  await story.mutate('updateMemory', { id: second, tags: ['night'] }, 'memory { id }');
  const changed = await following.next();
  expect(changed).toMatchObject({ addedIds: [], removedIds: [] });
  expect(changed.results.edges.find(({ node }: { node: { id: string } }) => node.id === second).node.tags).toEqual([
    'night',
  ]);
  await story.mutate('forgetMemory', { id: tea }, 'memoryId');
  const last = await following.next();
  expect(last).toMatchObject({ addedIds: [], removedIds: [tea], results: { edges: [{ node: { id: second } }] } });
  expect(new Set([first, changed, last].map(({ cursor }) => cursor)).size).toBe(3);
  await following.return();
});

test('a subscriber that ends releases everything', async () => {
  const { viewer, input } = await begin();
  const watch = vi.spyOn(api.services.streams, 'watch');
  onTestFinished(() => void vi.restoreAllMocks());
  const following = [
    await follow(api, viewer, searchEvents, { input }),
    await follow(api, viewer, searchEvents, { input }),
  ];
  for (const one of following) await one.next();
  const ends = watch.mock.results.map(({ value }) => vi.spyOn(value, Symbol.dispose));
  for (const one of following) await one.return();
  expect(ends.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  expect(api.services.liveSearches.size).toBe(0);
});

test('searches again only after changes that recall can see, and reports only new ids', async () => {
  const { story, viewer, id, input } = await begin();
  const following = await follow(api, viewer, searchEvents, { input });
  await following.next();
  const elsewhere = await story.collection();
  const statements = await countStatements(async () => {
    const conversation = await story.conversation(id);
    await story.say(conversation.id, 'Tea, please');
    await story.add(elsewhere.id, 'Cid drinks tea elsewhere');
    await api.services.liveSearches.settled();
  });
  const among = (pattern: RegExp) => statements.filter((text) => pattern.test(text)).length;
  expect(among(/concat_ws.' ', collection.id/)).toBeGreaterThan(0);
  expect(among(/with chosen as/)).toBe(0);
  const other = await story.add(id, 'Dan has a bicycle');
  expect((await following.next()).addedIds).toEqual([other]);
  await following.return();
});

test('sends the new ranking once the entities of new memories are known', async () => {
  const { story, viewer, id } = await begin();
  const input = { query: 'Anna lives in Paris', collectionIds: [id] };
  for (const content of ['Anna lives in Paris', 'Carla met Anna in Rome']) await story.add(id, content);
  const search = `query ($input: SearchInput!) { search(input: $input) { edges { node { id } score graph { rank } } } }`;
  const following = await follow(api, viewer, searchEvents, { input });
  const { edges } = (await following.next()).results;
  await new ConsumerRunner({
    requests: database.db,
    background: database.db,
    consumers: [graphConsumer(new RulesExtractor())],
    log: pino({ level: 'silent' }),
  }).processAll();
  const found = (await api.run(viewer, search, { input })).search.edges;
  expect(found.map(({ graph }: { graph: unknown }) => graph)).toContainEqual({ rank: 1 });
  const scores = (all: readonly { readonly score: number }[]) => all.map(({ score }) => score);
  expect(scores(found)).not.toEqual(scores(edges));
  expect(scores((await following.next()).results.edges)).toEqual(scores(found));
  await following.return();
});

test('sends a snapshot when a memory becomes valid, or ceases to be, by time alone', async () => {
  const { story, viewer, id, input } = await begin();
  const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
  const short = await story.add(id, 'Bob drinks black tea today', { validTo: soon(1_500) });
  const following = await follow(api, viewer, searchEvents, { input });
  expect((await following.next()).addedIds).toContain(short);
  expect(await following.next()).toMatchObject({ addedIds: [], removedIds: [short] });
  const later = await story.add(id, 'Cid drinks tea from tomorrow on', { validFrom: soon(1_500) });
  // Writing it changes scores at once, which is sent, too.
  let told = await following.next();
  while (told.addedIds.length === 0) told = await following.next();
  expect(told).toMatchObject({ addedIds: [later], removedIds: [] });
  await following.return();
});

test('a snapshot with a failed arm is followed by a complete one, without any write', async () => {
  const { story, viewer, id, input } = await begin();
  await story.add(id, 'Bob drinks black tea at night');
  const graph = new PostgresGraphStore(database.db);
  const naming = vi.spyOn(graph, 'naming').mockRejectedValue(new Error('away'));
  const away = makeApi(database.db, undefined, { graph });
  onTestFinished(() => away.services.streams[Symbol.asyncDispose]());
  const following = await follow(away, viewer, searchEvents, { input });
  expect((await following.next()).results.failedArms).toEqual(['GRAPH']);
  naming.mockRestore();
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 15_000);
  onTestFinished(() => void vi.restoreAllMocks());
  expect((await following.next()).results.failedArms).toEqual([]);
  await following.return();
});

test('follows changes of tiers, which happen without a write', async () => {
  const { story, viewer, tea, input } = await begin();
  const following = await follow(api, viewer, searchEvents, { input: { ...input, filter: { tiers: ['STABLE'] } } });
  expect((await following.next()).addedIds).toEqual([]);
  await letPass(database.db, story, 30);
  await fadeTiers(database.db, AbortSignal.timeout(10_000), 100);
  await api.services.liveSearches.settled();
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 15_000);
  onTestFinished(() => void vi.restoreAllMocks());
  expect((await following.next()).addedIds).toEqual([tea]);
  await following.return();
});

test('removes memories that are moved out of the sight of a viewer limited to collections', async () => {
  const { story, viewer, id, tea } = await begin();
  const room = (await story.mutate('createCollection', { name: 'Room', parentId: id }, 'collection { id }')).collection;
  const below = await story.add(room.id, 'Bob drinks black tea at night');
  const guest = { ...viewer, principal: 'guest', collectionIds: new Set([decodeNodeId('Collection', id) ?? '']) };
  const following = await follow(api, guest, searchEvents, { input: { query: 'Who drinks tea?' } });
  expect(new Set((await following.next()).addedIds)).toEqual(new Set([tea, below]));
  await story.mutate('updateCollection', { id: room.id, parentId: null }, 'collection { id }');
  expect(await following.next()).toMatchObject({ addedIds: [], removedIds: [below] });
  await following.return();
});

test('a slow client gets the newest snapshot, compared with the last one that it received', async () => {
  const { story, viewer, id, tea, input } = await begin();
  const [slow, quick] = [
    await follow(api, viewer, searchEvents, { input }),
    await follow(api, viewer, searchEvents, { input }),
  ];
  await Promise.all([slow.next(), quick.next()]);
  expect(api.services.liveSearches.size).toBe(1);
  const second = await story.add(id, 'Bob drinks black tea');
  await quick.next();
  await story.mutate('forgetMemory', { id: tea }, 'memoryId');
  await quick.next();
  expect(await slow.next()).toMatchObject({ addedIds: [second], removedIds: [tea] });
  await slow.return();
  await quick.return();
});

test('viewers with the same rights share one search; all others have their own', async () => {
  const { story, viewer, id, input: asked } = await begin();
  const input = { query: asked.query };
  const elsewhere = decodeNodeId('Collection', (await story.collection()).id) ?? '';
  await story.add(id, 'Cid drinks tea, too');
  const others = [
    viewer,
    makeViewer({ ...viewer, principal: 'somebody else' }),
    makeViewer({ ...viewer, scopes: new Set(['read']) }),
  ];
  const followings = await Promise.all(others.map((who) => follow(api, who, searchEvents, { input })));
  const strangers = [
    await follow(api, makeViewer(), searchEvents, { input }),
    await follow(api, makeViewer({ ...viewer, collectionIds: new Set([elsewhere]) }), searchEvents, { input }),
  ];
  const short = await follow(api, viewer, searchEvents, { input, first: 1 });
  const first = await Promise.all(followings.map((one) => one.nextResult()));
  for (const stranger of strangers) expect((await stranger.next()).results.edges).toEqual([]);
  expect((await short.next()).results.edges).toHaveLength(1);
  expect(first[0]).toBe(first[1]);
  expect(first[0]).not.toBe(first[2]);
  expect(api.services.liveSearches.size).toBe(5);
  await story.add(id, 'Bob drinks black tea');
  const second = await Promise.all(followings.map((one) => one.nextResult()));
  expect(second[0]).toBe(second[1]);
  for (const one of [...followings, ...strangers, short]) await one.return();
  expect(api.services.liveSearches.size).toBe(0);
});

test('its cursors continue the query of each client, even if they share one search', async () => {
  const { story, viewer, id, tea, input } = await begin();
  const other = await story.add(id, 'Cid drinks tea, too');
  const inputs = [input, { ...input, asOf: null }, { ...input, filter: {} }];
  const followings = await Promise.all(
    inputs.map((one) => follow(api, viewer, searchEvents, { input: one, first: 1 })),
  );
  const search = `query ($input: SearchInput!, $after: String) {
    search(input: $input, first: 1, after: $after) { edges { node { id } } } }`;
  for (const [place, following] of followings.entries()) {
    const { edges, pageInfo } = (await following.next()).results;
    const { search: next } = await api.run(viewer, search, { input: inputs[place], after: pageInfo.endCursor });
    expect(new Set([...edges, ...next.edges].map(({ node }) => node.id))).toEqual(new Set([tea, other]));
    await following.return();
  }
});

test('counts as one recall, however many snapshots are sent', async () => {
  const { story, viewer, id, tea, input } = await begin();
  await api.recalls.flush();
  const following = await follow(api, viewer, searchEvents, { input });
  await following.next();
  await story.add(id, 'Bob drinks black tea');
  await following.next();
  await following.return();
  await api.recalls.flush();
  const { memory } = await api.run(viewer, 'query ($id: ID!) { memory(id: $id) { accessCount } }', { id: tea });
  expect(memory.accessCount).toBe(1);
});

test.each([
  ['an empty question', { query: ' ' }, 20],
  ['no collection', { query: 'tea', collectionIds: [] }, 20],
  ['too many', { query: 'tea' }, 101],
  ['none at all', { query: 'tea' }, 0],
])('refuses %s', async (_, input, first) => {
  const { viewer } = await begin();
  await expect(follow(api, viewer, searchEvents, { input, first })).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
  expect(api.services.liveSearches.size).toBe(0);
});

test('refuses a viewer without the scope before anything is searched', async () => {
  const { viewer, input } = await begin();
  const [idle, reader] = [makeViewer({ ...viewer, scopes: new Set() }), makeViewer({ scopes: new Set(['read']) })];
  const forbidden = { extensions: { code: 'FORBIDDEN' } };
  await expect(follow(api, idle, searchEvents, { input })).rejects.toMatchObject(forbidden);
  await expect(follow(api, reader, 'subscription { systemMetrics { at } }')).rejects.toMatchObject(forbidden);
  expect(api.services.liveSearches.size).toBe(0);
});
