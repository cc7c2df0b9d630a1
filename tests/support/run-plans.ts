import { CompiledQuery } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';
import { nodesOf, type Plan } from './plans.ts';
import { textOf, watchStatements } from './statements.ts';

/** A plan node with the figures of its execution. */
export interface RunPlan extends Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly RunPlan[];
}

interface Sent {
  readonly text: string;
  readonly values: unknown[];
}

const reads = /^\s*(\/\*.*?\*\/\s*)?(select|with)\b/;

/**
 * Plan nodes of the statements that any client sends while `work` runs, by default the reads: each is sent once more with `explain
 * analyze`.
 */
export async function runPlans(db: Database, work: () => Promise<unknown>, wanted = reads): Promise<RunPlan[]> {
  const plans: RunPlan[] = [];
  for (const { text, values } of await sentIn(work, wanted)) {
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': [{ Plan: RunPlan }] }>(
      CompiledQuery.raw(`explain (analyze, timing off, format json) ${text}`, values),
    );
    for (const row of rows) plans.push(...nodesOf(row['QUERY PLAN'][0].Plan));
  }
  return plans;
}

/** Number of rows that the nodes examined, including those they filtered out. */
export const looked = (plans: readonly RunPlan[]): number =>
  plans.reduce((sum, plan) => sum + plan['Actual Loops'] * (plan['Actual Rows'] + removed(plan)), 0);

const removed = (plan: RunPlan): number =>
  (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0);

async function sentIn(work: () => Promise<unknown>, wanted: RegExp): Promise<Sent[]> {
  const sent: Sent[] = [];
  await watchStatements(work, (query, values) => {
    const text = textOf(query);
    const own: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'values') : values;
    if (wanted.test(text)) sent.push({ text, values: Array.isArray(own) ? own : [] });
  });
  return sent;
}
