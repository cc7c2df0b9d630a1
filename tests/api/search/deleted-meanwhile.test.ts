import { expect, test, vi } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { graphqlServer } from '../../support/graphql-server.ts';
import { useJobs } from '../../support/jobs.ts';
import { Household, memoryServices } from '../../support/memories.ts';

const database = useDatabase();
const { db } = database;
const api = makeApi(db, useJobs(database));

const queries = {
  search: '{ search(input: { query: "drinks tea" }) { edges { node { content collection { name } } } } }',
  memories: '{ memories(first: 5) { edges { node { content collection { name } } } } }',
};

/** Two collections with a memory each, and a server that deletes the second when it first reads collections by id. */
async function deletingMeanwhile(times: number) {
  const home = await Household.create(db);
  const { viewer } = home;
  const { collections, memories } = memoryServices(db);
  await home.add('Ann drinks tea');
  const others: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const { id } = await collections.create(viewer, { name: `Elsewhere ${n}` });
    await memories.add(viewer, id, { content: `Bob drinks tea number ${n}` });
    others.push(id);
  }
  const { services } = api;
  const byIds = services.collections.byIds.bind(services.collections);
  const reading = vi.spyOn(services.collections, 'byIds').mockImplementation(async (...given) => {
    const gone = others.pop();
    if (gone !== undefined) await services.deletions.deleteCollection(viewer, gone);
    return byIds(...given);
  });
  const server = graphqlServer(api, { authenticate: async () => viewer });
  return async (query: string) => {
    const body = JSON.stringify({ query });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await server.fetch('http://localhost/graphql', { method: 'POST', headers, body });
    reading.mockRestore();
    return response.json();
  };
}

test.each(['search', 'memories'] as const)(
  'what is deleted with its collection while it is read is left out of %s',
  async (name) => {
    const ask = await deletingMeanwhile(1);
    const edges = [{ node: { content: 'Ann drinks tea', collection: { name: 'Home' } } }];
    expect(await ask(queries[name])).toEqual({ data: { [name]: { edges } } });
  },
);

test('a query during which something is deleted again and again fails with NOT_FOUND in the end', async () => {
  const ask = await deletingMeanwhile(3);
  expect(await ask(queries.memories)).toMatchObject({ data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] });
});
