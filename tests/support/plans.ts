import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

/** A plan node as `explain` returns it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Subplan Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

/**
 * Resets the planner's statistics of these tables, as before their first vacuum. The embedded database vacuums by itself during slow
 * tests, and then considers a sequential scan of an empty table free.
 */
export async function forgetSizes(db: Database, ...tables: readonly string[]): Promise<void> {
  await sql`update pg_class set relpages = 0, reltuples = -1 where relname = any(${tables}::text[])`.execute(db);
}

/** The planned execution of a statement. */
export async function planOf(db: Database, statement: RawBuilder<unknown>): Promise<Plan> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`explain (format json) ${statement}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('No plan');
  return row['QUERY PLAN'][0].Plan;
}

/** A plan node with all its descendants. */
export const nodesOf = <Step extends { readonly Plans?: readonly Step[] }>(step: Step): Step[] => [
  step,
  ...(step.Plans ?? []).flatMap((below) => nodesOf(below)),
];
