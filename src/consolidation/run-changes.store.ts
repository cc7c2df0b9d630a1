import { type RawBuilder, sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { isLongAgo } from '../platform/db/long-ago.ts';
import { activeStatuses, type RunStatus } from '../platform/run-status.ts';
import type { ConsolidationRun, ConsolidationStep, ProposalState, RunKey } from './consolidation.ts';

/** Initial values of a run. */
interface NewRun
  extends Pick<ConsolidationRun, 'id' | 'accountId' | 'collectionId' | 'origin' | 'status' | 'dryRun' | 'startedBy'> {
  readonly steps: readonly ConsolidationStep[];
}

/** Stores a run and its stream. Returns false if the run was asked for and its collection already has an active one. */
export async function insertRun(db: Database, run: NewRun): Promise<boolean> {
  const now = sql<Date>`now()`;
  const inserted = await db
    .insertInto('consolidation_run')
    .values({
      account_id: run.accountId,
      id: run.id,
      collection_id: run.collectionId,
      origin: run.origin,
      status: run.status,
      dry_run: run.dryRun,
      steps: [...run.steps],
      started_by: run.startedBy,
      started_at: run.status === 'QUEUED' ? null : now,
      finished_at: run.status === 'SUCCEEDED' ? now : null,
    })
    .onConflict((conflict) =>
      // Literals: with parameters, Postgres would not find the partial index, which covers these values only.
      conflict
        .columns(['account_id', 'collection_id'])
        .where('origin', '=', sql.lit<ConsolidationRun['origin']>('ASKED'))
        .where('status', 'in', [sql.lit<RunStatus>('QUEUED'), sql.lit<RunStatus>('RUNNING')])
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  await db.insertInto('stream').values({ account_id: run.accountId, kind: 'consolidation_run', id: run.id }).execute();
  return true;
}

/** Assigns a locked run to this worker. The new fencing token keeps the previous worker from writing anything more. */
export async function takeUp(db: Database, run: ConsolidationRun): Promise<ConsolidationRun> {
  await change(
    db,
    run,
    sql`status = 'RUNNING', started_at = coalesce(started_at, now()), fence = fence + 1, attempts = attempts + 1`,
  );
  return { ...run, status: 'RUNNING', fence: run.fence + 1, attempts: run.attempts + 1 };
}

/** Progress of a run by one batch. */
interface Advance {
  /** Whether its current step ends with this batch. */
  readonly stepEnds: boolean;
  readonly place: string | null;
  readonly stepDone: number;
  readonly stepTotal: number;
  readonly scanned: number;
  readonly merged: number;
  readonly retired: number;
  readonly bytesBefore?: number | undefined;
  readonly bytesAfter?: number | undefined;
}

/**
 * Stores the progress of a locked run. Resets its attempts at the end of a step, and after any part that is not done again, such
 * as a merge or a retirement.
 */
export async function advance(db: Database, run: ConsolidationRun, by: Advance): Promise<void> {
  const { stepEnds } = by;
  const isFurther = stepEnds || by.merged + by.retired > 0;
  await change(
    db,
    run,
    sql`attempts = case when ${isFurther} or place is distinct from ${by.place}::uuid then 0 else attempts end, steps_done = steps_done + ${stepEnds ? 1 : 0}::int, place = ${stepEnds ? null : by.place}::uuid,
      step_done = ${stepEnds ? 0 : by.stepDone}::int, step_total = ${stepEnds ? 0 : by.stepTotal}::int,
      scanned = scanned + ${by.scanned}::int, merged = merged + ${by.merged}::int, retired = retired + ${by.retired}::int,
      bytes_before = coalesce(bytes_before, ${by.bytesBefore ?? null}::bigint),
      bytes_after = coalesce(${by.bytesAfter ?? null}::bigint, bytes_after)`,
  );
}

/** Releases a locked run to another worker. This one stops on purpose: that is no failed attempt. */
export const handBack = (db: Database, run: ConsolidationRun): Promise<void> => change(db, run, sql`attempts = 0`);

/** Marks a locked run as ended. */
export const markEnded = (
  db: Database,
  run: ConsolidationRun,
  status: RunStatus,
  error: string | null,
): Promise<void> => change(db, run, sql`status = ${status}, finished_at = now(), error = ${error}`);

/**
 * Adds to the counts of a locked run what was applied later, or undone (negative), and notes whether everything that it applied
 * was undone.
 */
export async function countChanges(
  db: Database,
  run: RunKey,
  by: { readonly merged: number; readonly retired: number },
): Promise<void> {
  const has = (state: ProposalState) => sql`exists (
    select from consolidation_proposal where account_id = ${run.accountId} and run_id = ${run.id} and state = ${state})`;
  await change(
    db,
    run,
    sql`merged = merged + ${by.merged}::int, retired = retired + ${by.retired}::int,
      undone = not ${has('APPLIED')} and ${has('UNDONE')}`,
  );
}

async function change(db: Database, { accountId, id }: RunKey, set: RawBuilder<unknown>): Promise<void> {
  await sql`
    update consolidation_run set ${set}, touched_at = now() where account_id = ${accountId} and id = ${id}`.execute(db);
}

/** Returns active runs of any account without progress for `seconds`: their job was lost. */
export async function abandonedRuns(
  db: Database,
  seconds: number,
  limit: number,
): Promise<{ accountId: string; runId: string; origin: ConsolidationRun['origin'] }[]> {
  return acrossAccounts(db, 'consolidation_run')
    .selectFrom('consolidation_run')
    .select(['account_id as accountId', 'id as runId', 'origin'])
    .where('status', 'in', activeStatuses)
    .where(isLongAgo('touched_at', seconds))
    .limit(limit)
    .execute();
}

/** Returns the ids of up to `limit` runs of the collections. */
export async function runIdsOf(
  db: Database,
  accountId: string,
  collectionIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('consolidation_run')
    .select('id')
    .where('account_id', '=', accountId)
    .where('collection_id', 'in', collectionIds)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Deletes up to `limit` proposals of the runs; returns how many. */
export async function deleteProposals(
  db: Database,
  accountId: string,
  runIds: readonly string[],
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from consolidation_proposal where account_id = ${accountId} and id = any(array(
      select id from consolidation_proposal
      where account_id = ${accountId} and run_id = any(${runIds}::uuid[]) limit ${limit}))`.execute(db);
  return Number(numAffectedRows);
}

/** Deletes runs, which must not have proposals any more; returns how many. */
export async function deleteRuns(db: Database, accountId: string, ids: readonly string[]): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('consolidation_run')
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
