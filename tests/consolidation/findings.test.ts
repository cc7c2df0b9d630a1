import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { findingsConsumer } from '../../src/consolidation/findings-consumer.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { statisticsConsumer } from '../../src/memory/statistics-consumer.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle, collections } = memoryServices(db);
const { passages } = await loadModels();
const findings = findingsConsumer({ model: passages.model, jobs });
const consumers = new ConsumerRunner({
  requests: db,
  background: db,
  consumers: [statisticsConsumer, findings],
  log: pino({ level: 'silent' }),
});

async function settle(settings = {}) {
  const home = await Household.create(db);
  await collections.update(home.viewer, { id: home.collection.id, settings });
  const runs = new Consolidations(api, jobs, home.viewer);
  const found = async () => {
    const { collection } = await api.run(
      home.viewer,
      `query ($id: ID!) { collection(id: $id) { consolidationRuns { totalCount edges { node { id status dryRun merged retired
        proposals { edges { node { kind state reason similarity sources { content } } } } } } } } }`,
      { id: encodeNodeId('Collection', home.collection.id) },
    );
    return collection.consolidationRuns.edges.map(({ node }: { node: object }) => node);
  };
  return { home, runs, found };
}

test('what says the same as something new, and what that outdates, is gathered in a run of its own per batch', async () => {
  const { home, runs, found } = await settle();
  await home.add('Anna has a cat named Tom');
  await home.add({ content: 'Anna lives in Berlin.', validFrom: new Date('2024-01-01T00:00:00Z') });
  for (let n = 0; n < 5; n += 1) await home.add(`Ben plays the piano on day ${n}`);
  await consumers.processAll();
  expect(await found()).toEqual([]);
  await home.add('Anna moved to Munich.');
  await home.add('Anna has a cat named Tom!');
  await consumers.processAll();
  const [run] = await found();
  expect(run).toMatchObject({ status: 'SUCCEEDED', dryRun: true, merged: 0 });
  expect(run.proposals.edges).toMatchObject([
    { node: { kind: 'MERGE', state: 'PROPOSED', similarity: expect.closeTo(1, 1) } },
    {
      node: {
        kind: 'RETIRE',
        state: 'PROPOSED',
        similarity: null,
        sources: [{ content: 'Anna lives in Berlin.' }, {}],
      },
    },
  ]);
  // It does not count for RUN_IN_PROGRESS, and can be applied and undone like any other.
  expect(await runs.apply(run.id)).toMatchObject({ applied: 2, run: { merged: 1, retired: 1 } });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 3, kept: [] });
  await consumers.processAll();
  expect(await found()).toHaveLength(1);
});

test('a collection that consolidates by itself has applied what is safe, and keeps proposals of the rest', async () => {
  const { home, found } = await settle({ autoConsolidate: true });
  const cat = await home.add('Anna has a cat named Tom');
  const rent = await home.add('The rent is 850 euros a month.');
  await home.add('Anna has a cat named Tom!');
  await home.add('The rent is 920 euros a month.');
  await consumers.processAll();
  await jobs.processAll();
  const [run] = await found();
  expect(run).toMatchObject({ dryRun: false, merged: 1, retired: 0 });
  const states = run.proposals.edges.map(({ node }: { node: { kind: string; state: string } }) => [
    node.kind,
    node.state,
  ]);
  expect(states).toEqual([
    ['MERGE', 'APPLIED'],
    ['RETIRE', 'PROPOSED'],
  ]);
  expect(await home.read(cat.id)).toMatchObject({ status: 'SUPERSEDED' });
  expect(await home.read(rent.id)).toMatchObject({ status: 'CURRENT' });
  expect((await home.history(cat.id)).at(-1)).toMatchObject({ actor_kind: 'CONSOLIDATION', actor: 'consolidation' });
  // A restore by hand leaves what stood in its place, and is not merged again.
  expect(await lifecycle.restore(home.viewer, { id: cat.id })).toMatchObject({
    memory: { status: 'CURRENT', validTo: null },
    withdrawn: null,
  });
  await consumers.processAll();
  await jobs.processAll();
  expect(await home.read(cat.id)).toMatchObject({ status: 'CURRENT' });
});

test('a memory with 2,000 names, and one without any word, are looked at like any other', async () => {
  const { home, found } = await settle();
  const names = Array.from({ length: 2_000 }, (_, n) => `Anna${n}`).join(' ');
  await home.add({ content: `${names} are invited`, validFrom: new Date('2024-01-01T00:00:00Z') });
  await home.add({ content: "'); drop table memory; -- \\ ' & | ! (", validFrom: new Date('2024-01-01T00:00:00Z') });
  await home.add('!!! ???');
  await home.add(`${names} are invited!`);
  await consumers.processAll();
  expect(await found()).toMatchObject([{ proposals: { edges: [{ node: { kind: 'MERGE' } }] } }]);
});
