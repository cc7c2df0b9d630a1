import { expect, test } from 'vitest';
import { PostgresGraphStore } from '../../src/graph/postgres-graph.store.ts';
import { Neo4jUnavailableError } from '../../src/platform/neo4j/neo4j.errors.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { Household } from '../support/memories.ts';

const database = useDatabase();
const api = makeApi(database.db);
const never = new AbortController().signal;

test('the context of one collection contains nothing of another, even by way of the graph', async () => {
  const { db } = database;
  const home = await Household.create(db);
  const office = await Household.create(db, home.viewer);
  await home.add({ content: 'My sister Julia works at Siemens.', speaker: 'Anna' });
  await office.add({ content: 'They say that Julia works at Siemens in Munich.', speaker: 'Olivia' });
  await api.processLog();
  const message = 'Why does Julia work there, and what does she say of Siemens?';
  const request = { message, conversationId: null, tokenBudget: 2_000, deadlineMs: 10_000 };
  const ask = (collectionIds: readonly string[] | null) =>
    api.services.context.context(home.viewer, { ...request, collectionIds }, never);
  const everywhere = await ask(null);
  expect(everywhere.plan.strategies).toContain('GRAPH');
  expect(everywhere.text).toContain('Munich');
  expect((await ask([home.collection.id])).text).not.toContain('Munich');
});

test('the graph contributes no memory that is not yet or no longer valid', async () => {
  const home = await Household.create(database.db);
  const past = { validFrom: new Date('2020-01-01T00:00:00Z'), validTo: new Date('2021-01-01T00:00:00Z') };
  await home.add('My sister Julia works at Siemens.');
  await home.add({ content: 'They say that Julia will leave Siemens.', validFrom: new Date('2999-01-01T00:00:00Z') });
  await home.add({ content: 'They said that Julia was ill at Siemens.', ...past });
  await api.processLog();
  const message = 'Why does Julia work there, and what does she say of Siemens?';
  const request = { message, collectionIds: null, conversationId: null, tokenBudget: 2_000, deadlineMs: 10_000 };
  const { plan, text } = await api.services.context.context(home.viewer, request, never);
  expect(plan.strategies).toContain('GRAPH');
  expect(text).toContain('My sister Julia');
  expect(text).not.toMatch(/leave|ill at/);
});

test('while Neo4j is down the tables answer instead', async () => {
  const { db } = database;
  const away = new (class extends PostgresGraphStore {
    override neighbours = () => Promise.reject(new Neo4jUnavailableError('Neo4j does not answer'));
  })(db);
  const { services } = makeApi(db, undefined, { graph: away });
  const home = await Household.create(db);
  await home.add('My sister Julia works at Siemens.');
  await home.add('There is Siemens in Munich.');
  await api.processLog();
  const message = 'Why does Julia work there, and what does she say of Siemens?';
  const asked = { message, collectionIds: null, limit: 10 };
  expect(await services.graph.about(home.viewer, asked, never)).toEqual(
    await api.services.graph.about(home.viewer, asked, never),
  );
});
