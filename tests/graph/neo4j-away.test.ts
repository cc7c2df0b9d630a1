import { expect, inject, onTestFinished, test, vi } from 'vitest';
import type { GraphMirror } from '../../src/app/graph-mirror.ts';
import { Eraser } from '../../src/erasure/eraser.ts';
import { Neo4jUnavailableError } from '../../src/platform/neo4j/neo4j.errors.ts';
import { TcpGate } from '../services/tcp-gate.ts';
import { rowsOf } from '../support/account-rows.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { copiedCounts, graphCounts, graphRunner, isBack, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household, memoryServices } from '../support/memories.ts';

const { db } = useDatabase();
const { lifecycle } = memoryServices(db);

/** Neo4j behind a gate that can be shut, with a mirror in it. */
async function behindGate() {
  if (!testNeo4j) throw new Error('No Neo4j is running');
  const { hostname: host, port } = new URL(testNeo4j.url);
  const gate = new TcpGate({ host, port: Number(port) });
  await gate.open();
  const mirror = await openTestMirror(db, { ...testNeo4j, url: `bolt://127.0.0.1:${gate.port}` });
  onTestFinished(async () => {
    await mirror[Symbol.asyncDispose]();
    await gate.shut();
  });
  const catchUp = async () => {
    await graphRunner(db).processAll();
    await mirror.runner.processAll();
  };
  const counts = async ({ viewer: { accountId } }: Household) => [
    await copiedCounts(mirror, accountId),
    await graphCounts(db, accountId),
  ];
  return { gate, mirror, catchUp, counts };
}

const eraser = ({ erase }: Pick<GraphMirror, 'erase'>) =>
  new Eraser(db, {
    batchSize: 100,
    batchesPerTurn: 100,
    dependents: { ofCollections: [], ofConversations: [], ofMemories: [] },
    eraseCopy: erase,
  });

/** The nodes that the mirror holds for an account or its name. */
const named = ({ connection }: Pick<GraphMirror, 'connection'>, account: string) =>
  connection.read((cypher) =>
    cypher.run('MATCH (n) WHERE n.account = $account OR n.id = $account RETURN labels(n) AS labels', { account }),
  );

const here = testNeo4j !== null && inject('engine') === 'postgres';

test.runIf(here)('while Neo4j is down searches do without it, and the copy catches up once it is back', async () => {
  const { gate, mirror, catchUp, counts } = await behindGate();
  const api = makeApi(db, undefined, { graph: mirror.store });
  const home = await Household.create(db);
  await home.add('The concert with Brightleaf was in Lisbon.');
  const doomed = await home.add('We met somebody of Brightleaf in Xqsecret by chance.');
  await catchUp();
  const search = async (query: string) =>
    (
      await api.run(
        home.viewer,
        'query ($query: String!) { search(input: { query: $query }) { failedArms edges { node { content } graph { rank } } } }',
        { query },
      )
    ).search;
  // On a busy machine a freshly started Neo4j may exceed the timeout of an arm.
  const before = await vi.waitFor(async () => {
    const found = await search('concert in Lisbon');
    expect(found.failedArms).toEqual([]);
    return found;
  }, 30_000);
  const { figures } = mirror.connection;
  expect(figures).toMatchObject({ name: 'neo4j', max: 20, waiting: 0, timeouts: 0 });
  expect(figures.total).toBeGreaterThan(0);
  await expect.poll(() => mirror.connection.figures).toMatchObject({ idle: figures.total });
  expect(before.edges.some(({ graph }: { graph: unknown }) => graph !== null)).toBe(true);

  await gate.shut();
  // The earlier search is cached and needs no arm.
  expect(await search('concert in Lisbon')).toEqual(before);
  const without = await search('concert at Lisbon');
  expect(without.failedArms).toEqual(['GRAPH']);
  expect(without.edges).toHaveLength(2);
  await expect(mirror.connection.check()).rejects.toThrow('Neo4j is away');
  const { edges } = (
    await api.run(
      home.viewer,
      '{ entities(query: "Brightleaf") { edges { node { neighborhood { entities { name } } } } } }',
    )
  ).entities;
  expect(edges[0].node.neighborhood.entities.length).toBeGreaterThan(1);
  await home.add('Tom moved to Bergen with Julia.');
  await lifecycle.forget(home.viewer, { id: doomed.id, purge: true });
  await catchUp();

  await gate.open();
  await isBack(mirror);
  await catchUp();
  const [neo4j, postgres] = await counts(home);
  expect(neo4j).toEqual(postgres);
  const names = await mirror.connection.read((cypher) =>
    cypher.run<{ name: string }>('MATCH (e:Entity {account: $account}) RETURN e.name AS name', {
      account: home.viewer.accountId,
    }),
  );
  expect(names.map(({ name }) => name).toSorted()).toEqual(expect.arrayContaining(['Bergen', 'Lisbon', 'Tom']));
  expect(JSON.stringify(names)).not.toContain('Xqsecret');
});

test.runIf(here)('an interrupted write is neither lost nor duplicated', async () => {
  const { gate, mirror, catchUp, counts } = await behindGate();
  const home = await Household.create(db);
  for (let n = 0; n < 40; n += 1) await home.add(`On day ${n} I saw that Julia met Tom in Oslo.`);
  await graphRunner(db).processAll();
  const { copy } = mirror;
  const apply = copy.apply.bind(copy);
  // The answer to the first write never arrives: Neo4j may or may not have executed it.
  copy.apply = async (...change) => {
    copy.apply = apply;
    const writing = apply(...change);
    const cut = gate.shut();
    await cut;
    return await writing;
  };
  await mirror.runner.processAll();
  expect(mirror.connection.isUp).toBe(false);
  await expect(copiedCounts(mirror, home.viewer.accountId)).rejects.toThrow(Neo4jUnavailableError);
  await gate.open();
  await isBack(mirror);
  await catchUp();
  const [neo4j, postgres] = await counts(home);
  expect(neo4j).toEqual(postgres);
  expect(neo4j?.mentions).toBe(120);
});

test.runIf(here)(
  'a deleted collection is removed from the copy, and its erasure waits while Neo4j is down',
  async () => {
    const { gate, mirror, catchUp } = await behindGate();
    const home = await Household.create(db);
    await home.add('I saw that Xqjulia met Tom in Oslo.');
    await catchUp();
    const { accountId } = home.viewer;
    expect((await copiedCounts(mirror, accountId)).entities).toBe(3);
    const { collections, deletions } = makeApi(db, { send: async () => {} }).services;
    await deletions.deleteCollection(home.viewer, home.collection.id);
    const erase = () => eraser(mirror).erase(accountId, new AbortController().signal);
    await gate.shut();
    await expect(erase()).rejects.toThrow(Neo4jUnavailableError);
    expect(await rowsOf(db, accountId)).toMatchObject({ collection: 1 });
    expect(await rowsOf(db, accountId)).not.toHaveProperty('memory');
    await gate.open();
    await isBack(mirror);
    expect(await erase()).toBe('done');
    expect(await rowsOf(db, accountId)).toEqual({});
    expect(await collections.tree(home.viewer, null)).toEqual([]);
    expect(await named(mirror, accountId)).toEqual([]);
  },
);

test.runIf(here)('a collection deleted while it is copied does not remain in the copy', async () => {
  const { mirror, catchUp } = await behindGate();
  const home = await Household.create(db);
  await home.add('I saw that Xqjulia met Tom in Oslo.');
  const { accountId } = home.viewer;
  const { deletions } = makeApi(db, { send: async () => {} }).services;
  const begin = mirror.copy.begin.bind(mirror.copy);
  vi.spyOn(mirror.copy, 'begin').mockImplementationOnce(async (key) => {
    await deletions.deleteCollection(home.viewer, home.collection.id);
    expect(await eraser(mirror).erase(accountId, new AbortController().signal)).toBe('done');
    return await begin(key);
  });
  await catchUp();
  expect(await named(mirror, accountId)).toEqual([]);
});
