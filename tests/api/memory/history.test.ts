import { expect, test } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { Household, memoryServices } from '../../support/memories.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const { run, execute } = makeApi(db);
const { lifecycle } = memoryServices(db);

const fields = `id revision changed content kind tier tags metadata validFrom validTo status reason actorKind actor at`;

/** A memory that was added, updated, superseded and forgotten. */
async function eventful() {
  const home = await Household.create(db, makeViewer({ principal: 'ada', actorKind: 'API_KEY' }));
  const { id } = await home.add({ content: 'tea', tags: ['old'] });
  await lifecycle.update(home.viewer, { id, tags: ['new'], metadata: { a: 1 }, tier: 'STABLE', reason: 'tidied up' });
  await lifecycle.supersede(home.viewer, { id, content: 'coffee', reason: 'a change of mind' });
  await lifecycle.forget(home.viewer, { id, reason: 'no use' });
  return { home, key: id, id: encodeNodeId('Memory', id) };
}

test('the history has each write of a memory, newest first', async () => {
  const { home, key, id } = await eventful();
  const { memory } = await run(
    home.viewer,
    `query ($id: ID!) { memory(id: $id) { validTo history { totalCount pageInfo { hasNextPage } edges { node { ${fields} } } } } }`,
    { id },
  );
  const nodes = memory.history.edges.map((edge: { node: unknown }) => edge.node);
  const of = (revision: number) => encodeNodeId('MemoryRevision', `${key}:${revision}`);
  const always = { content: 'tea', kind: 'FACT', actorKind: 'API_KEY', actor: 'ada', at: expect.any(String) };
  const later = { ...always, tags: ['new'], metadata: { a: 1 }, tier: 'STABLE', validFrom: expect.any(String) };
  const closed = { ...later, validTo: memory.validTo };
  const changed = ['validTo', 'status', 'supersededBy'];
  expect(nodes).toEqual([
    { ...closed, id: of(4), revision: 4, changed: ['status'], status: 'FORGOTTEN', reason: 'no use' },
    { ...closed, id: of(3), revision: 3, changed, status: 'SUPERSEDED', reason: 'a change of mind' },
    {
      ...later,
      id: of(2),
      revision: 2,
      changed: ['tier', 'tags', 'metadata'],
      validTo: null,
      status: 'CURRENT',
      reason: 'tidied up',
    },
    {
      ...later,
      id: of(1),
      revision: 1,
      changed: [],
      tags: ['old'],
      metadata: null,
      tier: 'ACTIVE',
      validTo: null,
      status: 'CURRENT',
      reason: null,
    },
  ]);
  expect(memory.history).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false } });
});

test('pages through a history, and refuses a cursor of another', async () => {
  const [{ home, id }, other] = [await eventful(), await eventful()];
  const page = (viewer: typeof home.viewer, memoryId: string, after: string | null) =>
    execute(
      viewer,
      `query ($id: ID!, $after: String) { memory(id: $id) { history(first: 3, after: $after) {
        edges { node { revision } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`,
      { id: memoryId, after },
    );
  const first = (await page(home.viewer, id, null)).data.memory.history;
  expect(first).toMatchObject({ pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  const { endCursor } = first.pageInfo;
  const second = (await page(home.viewer, id, endCursor)).data.memory.history;
  expect(second).toMatchObject({ edges: [{ node: { revision: 1 } }], pageInfo: { hasNextPage: false } });
  expect((await page(other.home.viewer, other.id, endCursor)).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test.each([
  ['first: -1', 'first'],
  ['first: 101', 'first'],
  ['after: "nonsense"', 'after'],
])('refuses a history with %s', async (args) => {
  const { home, id } = await eventful();
  const { errors } = await execute(
    home.viewer,
    `query ($id: ID!) { memory(id: $id) { history(${args}) { totalCount } } }`,
    { id },
  );
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('finds a revision by its id, for viewers who may read its memory', async () => {
  const { home, key } = await eventful();
  const node = async (written: string, viewer = home.viewer) => {
    const query = 'query ($id: ID!) { node(id: $id) { id ... on MemoryRevision { revision reason } } }';
    return (await run(viewer, query, { id: encodeNodeId('MemoryRevision', written) })).node;
  };
  expect(await node(`${key}:2`)).toMatchObject({ revision: 2, reason: 'tidied up' });
  for (const nothing of [`${key}:5`, `${key}:0`, `${key}:02`, `${key}:99999999999`, key, `${key}:`, ':1', 'x:1']) {
    expect(await node(nothing)).toBeNull();
  }
  expect(await node(`${key}:2`, makeViewer())).toBeNull();
  await lifecycle.forget(home.viewer, { id: key, purge: true });
  expect(await node(`${key}:2`)).toBeNull();
});

test('the histories of a page of memories take one more statement than the page', async () => {
  const home = await Household.create(db);
  for (let n = 0; n < 5; n += 1) await home.add(`note ${n}`);
  const list = (inside: string) => () =>
    run(home.viewer, `{ memories(first: 20) { edges { node { content ${inside} } } } }`);
  const page = await countStatements(list(''));
  const withHistory = await countStatements(list('history(first: 3) { totalCount edges { node { revision } } }'));
  expect(withHistory).toHaveLength(page.length + 1);
});
