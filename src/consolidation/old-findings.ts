import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { eraseStreams } from '../platform/events/erase-streams.ts';
import { deleteRuns } from './run-changes.store.ts';

/**
 * What is kept of an old run of findings: merges, which a purge of a merged memory has to find, and refused proposals, which must
 * not be proposed again. Everything else has served its purpose, or a later run finds it again.
 */
const isKept = sql`(proposal.state in ('REJECTED', 'UNDONE') or (proposal.state = 'APPLIED' and proposal.kind = 'MERGE'))`;
const isOld = (days: number) => sql`run.origin = 'FOUND' and run.created_at < now() - make_interval(days => ${days})`;
const proposalsOfRun = sql`consolidation_proposal proposal
  where proposal.account_id = run.account_id and proposal.run_id = run.id`;

/** Deletes findings after writes that are more than `days` old, in all accounts, up to `limit` rows per statement. */
export async function forgetFindings(db: Database, days: number, signal: AbortSignal, limit: number): Promise<void> {
  const everywhere = acrossAccounts(db, 'consolidation_run', 'consolidation_proposal');
  while (!signal.aborted && (await forgetProposals(everywhere, days, limit)) === limit);
  for (let full = true; full && !signal.aborted; ) {
    const empty = await emptyRuns(everywhere, days, limit);
    full = empty.length === limit;
    for (const [accountId, runs] of Map.groupBy(empty, (run) => run.accountId)) {
      const ids = runs.map(({ id }) => id);
      while ((await eraseStreams(db, accountId, { kind: 'consolidation_run', ids }, limit)) > 0);
      await deleteRuns(db, accountId, ids);
    }
  }
}

/** The condition of the deleted row itself is checked anew if somebody has just decided on it: what was applied must stay. */
async function forgetProposals(everywhere: Database, days: number, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from consolidation_proposal proposal where not ${isKept} and (account_id, id) in (
      select old.account_id, old.id from consolidation_run run, lateral (
        select account_id, id from ${proposalsOfRun} and not ${isKept}) old
      where ${isOld(days)} limit ${limit})`.execute(everywhere);
  return Number(numAffectedRows);
}

async function emptyRuns(
  everywhere: Database,
  days: number,
  limit: number,
): Promise<{ readonly accountId: string; readonly id: string }[]> {
  const { rows } = await sql<{ accountId: string; id: string }>`
    select run.account_id as "accountId", run.id from consolidation_run run
    where ${isOld(days)} and not exists (select from ${proposalsOfRun}) limit ${limit}`.execute(everywhere);
  return rows;
}
