import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** A step of a plan, as the database tells it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Subplan Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/**
 * Has the planner know nothing of these tables, as before their first vacuum. The embedded database vacuums by itself where a test is slow: of a table that is empty
 * it knows then that reading it whole costs nothing.
 */
export async function forgetSizes(db: Database, ...tables: readonly string[]): Promise<void> {
  await sql`update pg_class set relpages = 0, reltuples = -1 where relname = any(${tables}::text[])`.execute(db);
}

/** How the database would run a statement. */
export async function planOf(db: Database, statement: RawBuilder<unknown>): Promise<Plan> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (format json) ${statement}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('No plan');
  return row['QUERY PLAN'][0].Plan;
}

/** A step with all below it. */
export const nodesOf = <Step extends { readonly Plans?: readonly Step[] }>(step: Step): Step[] => [
  step,
  ...(step.Plans ?? []).flatMap((below) => nodesOf(below)),
];
