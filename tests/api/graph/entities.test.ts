import { beforeAll, describe, expect, test } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { newId } from '../../../src/platform/db/new-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { Household } from '../../support/memories.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const api = makeApi(db, useJobs(database));

const viewer = makeViewer();
const told = Promise.withResolvers<{ readonly home: string; readonly office: string }>();
beforeAll(async () => {
  const [home, office] = [await Household.create(db, viewer), await Household.create(db, viewer)];
  const said = [
    'My sister Julia works at Siemens.',
    'I hear that Julia works at Siemens in Munich.',
    'We took Julia to Lisbon.',
    'Everybody says that Tom loves Lisbon.',
  ];
  for (const content of said) await home.add({ content, speaker: 'Anna' });
  await office.add({ content: 'They say that Siemens bought Brightleaf in Boston.', speaker: 'Olivia' });
  await api.processLog();
  told.resolve({ home: home.collection.id, office: office.collection.id });
});

/** A viewer who may read what was said at home, and nothing else. */
const relative = async () => ({ ...viewer, collectionIds: new Set([(await told.promise).home]) });

interface Named {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly mentions: number;
}

async function entitiesOf(who = viewer, args = ''): Promise<{ totalCount: number; nodes: Named[] }> {
  const { entities } = await api.run(
    who,
    `{ entities${args} { totalCount edges { node { id name type mentions } } } }`,
  );
  return { totalCount: entities.totalCount, nodes: entities.edges.map(({ node }: { node: Named }) => node) };
}

async function idOf(name: string): Promise<string> {
  const found = (await entitiesOf()).nodes.find((one) => one.name === name);
  if (!found) throw new Error(`No entity ${name}`);
  return found.id;
}

const ask = async (id: string, fields: string, who = viewer) =>
  (await api.run(who, `query ($id: ID!) { entity(id: $id) { ${fields} } }`, { id })).entity;

test('entities are ordered by mentions, and count only memories that the viewer may read', async () => {
  const { nodes, totalCount } = await entitiesOf();
  const names = nodes.map(({ type, name, mentions }) => `${type} ${name} ${mentions}`);
  expect(names.slice(0, 2).toSorted()).toEqual(['ORGANISATION Siemens 3', 'PERSON Julia 3']);
  expect(totalCount).toBe(nodes.length);
  expect(names).toContain('PLACE Boston 1');
  const seen = (await entitiesOf(await relative())).nodes.map(({ name, mentions }) => `${name} ${mentions}`);
  expect(seen).toContain('Siemens 2');
  expect(seen.join()).not.toContain('Boston');
});

test('an entity has the same fields in a list of one collection as by its id, counting all that the viewer may read', async () => {
  const home = await Household.create(db);
  const office = await Household.create(db, home.viewer);
  for (const day of [1, 2, 3]) await home.add(`Everybody says that Quincy Adams met Tom on day ${day}.`);
  await office.add('Everybody says that QUINCY ADAMS met Tom in Lisbon.');
  await api.processLog();
  const ofOffice = `(collectionIds: ["${encodeNodeId('Collection', office.collection.id)}"])`;
  const { nodes } = await entitiesOf(home.viewer, ofOffice);
  const told = nodes.map(({ name, mentions }) => `${name} ${mentions}`);
  expect(told).toEqual(expect.arrayContaining(['Lisbon 1', 'Quincy Adams 4', 'Tom 4']));
  for (const node of nodes) expect(await ask(node.id, 'id name type mentions', home.viewer)).toEqual(node);
});

test('the same name in two accounts is two entities', async () => {
  const other = await Household.create(db);
  await other.add({ content: 'My sister Julia works at Siemns.', speaker: 'Anna' });
  await other.add({ content: 'My sister Julia loves Lisbon.', speaker: 'Anna' });
  await api.processLog();
  const own = (await entitiesOf()).nodes.map(({ id }) => id);
  const theirs = (await entitiesOf(other.viewer)).nodes;
  expect(theirs.map(({ name }) => name)).toEqual(expect.arrayContaining(['Julia', 'Lisbon', 'Siemns']));
  expect(theirs.filter(({ id }) => own.includes(id))).toEqual([]);
});

test('a forgotten memory names no entity, even before the graph is updated', async () => {
  const other = await Household.create(db);
  await other.add({ content: 'My sister Julia loves Lisbon.', speaker: 'Anna' });
  const { id } = await other.add({ content: 'My sister Julia works at Siemens.', speaker: 'Anna' });
  await api.processLog();
  const julia = (await entitiesOf(other.viewer)).nodes.find(({ name }) => name === 'Julia')?.id ?? '';
  const relations = async () =>
    JSON.stringify(await ask(julia, 'relations { edges { node { to { name } } } }', other.viewer));
  expect(await relations()).toContain('Siemens');
  await api.run(other.viewer, 'mutation ($id: ID!) { forgetMemory(input: { id: $id }) { __typename } }', {
    id: encodeNodeId('Memory', id),
  });
  expect((await entitiesOf(other.viewer)).nodes.map(({ name }) => name)).not.toContain('Siemens');
  expect(await relations()).not.toContain('Siemens');
  const asked = { message: 'What is Julia like?', collectionIds: null, limit: 10 };
  const about = await api.services.graph.about(other.viewer, asked, new AbortController().signal);
  expect(about.map(({ content }) => content)).toEqual(['My sister Julia loves Lisbon.']);
});

test('entities are found by part of a name or a similar one, in one collection or all', async () => {
  const names = async (args: string) => (await entitiesOf(viewer, args)).nodes.map(({ name }) => name).toSorted();
  expect(await names('(query: "lisb")')).toEqual(['Lisbon']);
  expect(await names('(query: "Siemns")')).toEqual(['Siemens']);
  expect(await names('(query: "nobody of that name")')).toEqual([]);
  expect(await names('(query: "%_\' or 1=1 --")')).toEqual([]);
  for (const sign of ['%', '_', '?!', '😀'.repeat(2_000)]) expect(await names(`(query: "${sign}")`)).toEqual([]);
  expect(await names('(query: " ")')).toEqual(await names(''));
  const office = encodeNodeId('Collection', (await told.promise).office);
  expect(await names(`(collectionIds: ["${office}"], query: "boston")`)).toEqual(['Boston']);
  expect(await names(`(collectionIds: ["${office}"], query: "lisbon")`)).toEqual([]);
});

test('entities are paged without gaps or duplicates', async () => {
  const source = `query ($after: String) { entities(first: 2, after: $after) {
    edges { node { id } } pageInfo { endCursor hasNextPage } } }`;
  const paged: string[] = [];
  let after: string | null = null;
  do {
    const { entities } = await api.run(viewer, source, { after });
    paged.push(...entities.edges.map(({ node }: { node: Named }) => node.id));
    after = entities.pageInfo.hasNextPage ? entities.pageInfo.endCursor : null;
  } while (after);
  expect(paged).toEqual((await entitiesOf()).nodes.map(({ id }) => id));
});

test('an entity lists its memories, and a memory its entities', async () => {
  const found = await ask(
    await idOf('Julia'),
    'mentions memories(first: 2) { totalCount edges { node { content entities(first: 5) { name } } } }',
  );
  expect(found).toMatchObject({ mentions: 3, memories: { totalCount: 3 } });
  const memories = found.memories.edges.map(({ node }: { node: unknown }) => node);
  expect(memories).toMatchObject([
    { content: 'We took Julia to Lisbon.' },
    { content: 'I hear that Julia works at Siemens in Munich.' },
  ]);
  expect(memories[0].entities.map(({ name }: Named) => name)).toEqual(expect.arrayContaining(['Julia', 'Lisbon']));
});

test('the order of a memory’s entities says nothing of collections that the viewer may not read', async () => {
  const home = await Household.create(db);
  const office = await Household.create(db, home.viewer);
  await home.add('Everybody says that Quincy Adams met Brenda Walsh.');
  await home.add('Everybody says that Quincy Adams loves Lisbon.');
  for (const day of [1, 2, 3]) await office.add(`Everybody says that Brenda Walsh came on day ${day}.`);
  await api.processLog();
  const two = ['Brenda Walsh', 'Quincy Adams'];
  const order = async (who: typeof viewer) => {
    const { memories } = await api.run(who, '{ memories { edges { node { content entities { name } } } } }');
    const met = memories.edges.find(({ node }: { node: { content: string } }) => node.content.includes('met'));
    return met.node.entities.map(({ name }: Named) => name).filter((name: string) => two.includes(name));
  };
  expect(await order(home.viewer)).toEqual(two);
  const limited = { ...home.viewer, collectionIds: new Set([home.collection.id]) };
  expect(await order(limited)).toEqual(two.toReversed());
});

test('relations have evidence and weight, and are filtered by direction and type', async () => {
  const id = await idOf('Julia');
  const relations = async (args: string) =>
    (
      await ask(
        id,
        `relations${args} { totalCount edges { node { id type weight from { name } to { name } evidence { content } } } }`,
      )
    ).relations;
  const works = await relations('(types: ["work at"])');
  expect(works).toMatchObject({
    totalCount: 1,
    edges: [{ node: { type: 'work at', weight: 2, from: { name: 'Julia' }, to: { name: 'Siemens' } } }],
  });
  expect(works.edges[0].node.evidence).toHaveLength(2);
  const types = (await relations('(direction: IN)')).edges.map(({ node }: { node: Named }) => node.type);
  expect(types).toContain('sister');
  expect((await relations('(direction: OUT, types: [])')).edges).toEqual([]);
  const all = await relations('(first: 100)');
  expect((await relations('(first: 1)')).edges[0].node.id).toBe(all.edges[0].node.id);
  expect(all.totalCount).toBe(all.edges.length);
});

test('the neighborhood of an entity has what is one or two steps away', async () => {
  const id = await idOf('Munich');
  const around = async (args: string, who = viewer) => {
    const fields = `neighborhood${args} { truncated entities { name } relations { type } }`;
    const { truncated, entities, relations } = (await ask(id, fields, who)).neighborhood;
    return { truncated, names: entities.map(({ name }: Named) => name), relations: relations.length };
  };
  expect(await around('')).toEqual({ truncated: false, names: ['Munich', 'Julia', 'Siemens'], relations: 3 });
  const two = await around('(depth: 2)');
  expect(two.names.slice(0, 3)).toEqual(['Munich', 'Julia', 'Siemens']);
  expect(two.names).toContain('Brightleaf');
  expect((await around('(depth: 2)', await relative())).names).not.toContain('Brightleaf');
  expect(await around('(depth: 2, first: 2)')).toMatchObject({ truncated: true, names: ['Munich', 'Julia'] });
  expect(await around('(first: 0)')).toEqual({ truncated: true, names: [], relations: 0 });
});

test('a page of memories with entities, relations and evidence takes one statement per field, whatever its size', async () => {
  const statements = await countStatements(() =>
    api.run(
      viewer,
      `{ memories(first: 100) { edges { node { entities { name relations(first: 3) { edges { node {
          to { name } evidence(first: 2) { id } } } } } } } } }`,
    ),
  );
  // Collections, memories, ids, entities, relations, endpoints that no memory of the page names, evidence.
  expect(statements.length).toBeLessThanOrEqual(7);
});

test('memories about a message: first those that name its entities, then those of neighbouring entities', async () => {
  const about = async (message: string, limit = 10, who = viewer) => {
    const asked = { message, collectionIds: null, limit };
    const found = await api.services.graph.about(who, asked, new AbortController().signal);
    return found.map(({ content }) => content);
  };
  const munich = await about('What is there in Munich?');
  expect(munich[0]).toBe('I hear that Julia works at Siemens in Munich.');
  expect(munich).toContain('They say that Siemens bought Brightleaf in Boston.');
  expect(await about('munich', 1)).toHaveLength(1);
  expect((await about('Siemens', 10, await relative())).join()).not.toContain('Boston');
  expect(await about('nothing that anybody knows')).toEqual([]);
  expect(await about("Robert'); DROP TABLE mention;-- ".repeat(1_000))).toEqual([]);
});

describe('bad input', () => {
  const stranger = makeViewer();

  test.each([
    ['entity', 'entity(id: "x") { id }'],
    ['entity', `entity(id: "${encodeNodeId('Entity', newId())}") { id }`],
    ['entity', `entity(id: "${encodeNodeId('Memory', newId())}") { id }`],
    ['node', `node(id: "${encodeNodeId('Relation', newId())}") { id }`],
  ])('the %s %s is null', async (name, field) => {
    expect((await api.run(stranger, `{ ${field} }`))[name]).toBeNull();
  });

  test.each([
    'entities(collectionIds: []) { totalCount }',
    'entities(first: 101) { totalCount }',
    'entities(first: -1) { totalCount }',
    'entities(after: "x") { totalCount }',
    `entities(query: "${'a'.repeat(2_001)}") { totalCount }`,
    String.raw`entities(query: "a\u0000") { totalCount }`,
  ])('%s is refused', async (field) => {
    const { errors } = await api.execute(stranger, `{ ${field} }`);
    expect(errors[0]?.code).toBe('BAD_USER_INPUT');
  });

  test.each([
    'neighborhood(depth: 0) { truncated }',
    'neighborhood(depth: 3) { truncated }',
    'neighborhood(first: 101) { truncated }',
    `relations(types: ${JSON.stringify(Array(101).fill('x'))}) { totalCount }`,
    'relations(after: "x") { totalCount }',
    String.raw`relations(types: ["knows", "\u0000"]) { totalCount }`,
  ])('Entity.%s is refused', async (field) => {
    const variables = { id: await idOf('Julia') };
    const { errors } = await api.execute(viewer, `query ($id: ID!) { entity(id: $id) { ${field} } }`, variables);
    expect(errors[0]?.code).toBe('BAD_USER_INPUT');
  });

  test('an entity of one account does not exist for another', async () => {
    expect(await ask(await idOf('Julia'), 'id', stranger)).toBeNull();
  });
});

test('names that only other collections know are not recognised: who writes here would learn that they occur there', async () => {
  const teller = makeViewer();
  const [own, secret] = [await Household.create(db, teller), await Household.create(db, teller)];
  await secret.add({ content: 'I met Walthamstow at Brightleaf.', speaker: 'Anna' });
  await api.processLog();
  await own.add({ content: 'we talked about brightleaf and walthamstow today', speaker: 'Tom' });
  await api.processLog();
  const limited = { ...teller, collectionIds: new Set([own.collection.id]) };
  expect((await entitiesOf(limited)).nodes).toEqual([]);
});

test('how other collections write a name does not lead to memories here', async () => {
  const teller = makeViewer();
  const [own, secret] = [await Household.create(db, teller), await Household.create(db, teller)];
  await secret.add({ content: 'They say that Siemens bought Brightleaf in Boston.', speaker: 'Anna' });
  await own.add({ content: 'I hear that Siemens bought Brightleef in Boston.', speaker: 'Tom' });
  await api.processLog();
  const about = async (message: string, who = teller) => {
    const asked = { message, collectionIds: null, limit: 10 };
    return (await api.services.graph.about(who, asked, AbortSignal.timeout(60_000))).length;
  };
  const limited = { ...teller, collectionIds: new Set([own.collection.id]) };
  expect([await about('Brightleaf?'), await about('Brightleef?')]).toEqual([2, 2]);
  expect([await about('Brightleaf?', limited), await about('Brightleef?', limited)]).toEqual([0, 1]);
});
