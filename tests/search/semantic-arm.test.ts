import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { armsStatement } from '../../src/search/sql-engine/arms.store.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const { embedder } = await loadModels();

interface Plan {
  readonly 'Node Type': string;
  readonly 'Subplan Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test('each vector meets its memory by its key, whatever the planner knows of their number', async () => {
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
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (format json) ${statement}`.execute(db);
  const nodes = rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
  const arm = nodes.filter((node) => node['Subplan Name'] === 'CTE semantic').flatMap(nodesOf);
  const memories = arm.filter((node) => node['Relation Name'] === 'memory');
  expect(memories.map((node) => node['Index Name'])).toEqual(['memory_pkey']);
});
