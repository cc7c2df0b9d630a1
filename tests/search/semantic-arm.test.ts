import { expect, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { armsStatement } from '../../src/search/sql-engine/arms.store.ts';
import { useDatabase } from '../support/database.ts';
import { models } from '../support/models.ts';
import { forgetSizes, nodesOf, planOf } from '../support/plans.ts';

const { db } = useDatabase();
const { embedder } = models;

test('memories are joined to vectors by primary key, whatever the planner statistics', async () => {
  await forgetSizes(db, 'memory', 'memory_embedding');
  const [vector = null] = await embedder.embed(['tea']);
  const statement = armsStatement({
    reach: { accountId: 'new', within: null },
    collectionIds: [newId()],
    memories: 5_000,
    stems: [],
    vector,
    model: embedder.model,
    filter: {},
    asOf: null,
    counts: 'scan',
    pieces: null,
  });
  const nodes = nodesOf(await planOf(db, statement));
  const arm = nodes.filter((node) => node['Subplan Name'] === 'CTE semantic').flatMap(nodesOf);
  const memories = arm.filter((node) => node['Relation Name'] === 'memory');
  expect(memories.map((node) => node['Index Name'])).toEqual(['memory_pkey']);
});
