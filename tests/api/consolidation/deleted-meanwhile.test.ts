import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import { decodeNodeId, encodeNodeId } from '../../../src/graphql/node-id.ts';
import { Consolidations } from '../../support/consolidation.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi, schema } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { Household } from '../../support/memories.ts';

const database = useDatabase();
const jobs = useJobs(database);
const api = makeApi(database.db, jobs);

test('returns NOT_FOUND if the collection or the run is deleted between two reads of one operation', async () => {
  const home = await Household.create(database.db);
  await home.add('Anna has a cat named Tom');
  await home.add('Anna has a cat named Tom!');
  const collectionId = encodeNodeId('Collection', home.collection.id);
  const run = await new Consolidations(api, jobs, home.viewer).run(collectionId, { dryRun: true });
  const proposed = run.proposals[0].id;

  const collectionGone = api.contextOf(home.viewer);
  collectionGone.loaders.collection.prime(home.collection.id, null);
  const runGone = api.contextOf(home.viewer);
  runGone.loaders.consolidationRun.prime(decodeNodeId('ConsolidationRun', run.id) ?? '', null);
  for (const [source, contextValue] of [
    [`{ consolidationRun(id: "${run.id}") { collection { name } } }`, collectionGone],
    [`{ node(id: "${proposed}") { ... on ConsolidationProposal { run { status } } } }`, runGone],
  ] as const) {
    const { errors = [] } = await graphql({ schema, source, contextValue });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  }
});
