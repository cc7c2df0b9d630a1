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
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test('vectors meet their memories without a comparison of each with each, whatever the planner knows of their number', async () => {
  const [vector = null] = await embedder.embed(['tea']);
  const statement = armsStatement({
    reach: { accountId: 'new', within: null },
    collectionIds: [newId()],
    stems: [],
    vector,
    model: embedder.model,
    filter: {},
    asOf: null,
    counts: null,
  });
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (format json) ${statement}`.execute(db);
  const nodes = rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
  const arm = nodes.filter((node) => node['Subplan Name'] === 'CTE semantic').flatMap(nodesOf);
  const types = arm.map((node) => node['Node Type']);
  expect(types).toContain('Append');
  expect(types).not.toContain('Nested Loop');
});
