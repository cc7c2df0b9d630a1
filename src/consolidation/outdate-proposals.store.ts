import { type RawBuilder, sql } from 'kysely';
import { askedMemories, type MemoryKey } from '../memory/asked-memories.ts';
import { isHiddenNow } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import type { ConsolidationRun, Proposal } from './consolidation.ts';

/** A run whose proposals became STALE. */
type OutdatedRun = Pick<ConsolidationRun, 'id' | 'collectionId'>;

/**
 * Makes STALE what other runs propose, if nobody has decided on it, for memories that an applied proposal has retired or merged, or given
 * their tier: returns those runs.
 */
export const outdateElsewhere = (
  db: Database,
  { accountId, runId }: Pick<Proposal, 'accountId' | 'runId'>,
  { gone, tiered }: { readonly gone: readonly string[]; readonly tiered: readonly string[] },
): Promise<OutdatedRun[]> =>
  outdate(
    db,
    accountId,
    sql`
      select proposal_id from proposal_memory
      where account_id = ${accountId} and memory_id = any(${[...gone, ...tiered]}::uuid[])
        and (role = 'TIER' or memory_id = any(${gone}::uuid[]))`,
    runId,
  );

/** The same for what any run proposes for memories that went, or are about to go. */
export const outdateProposalsOf = (
  db: Database,
  accountId: string,
  memoryIds: readonly string[],
): Promise<OutdatedRun[]> =>
  outdate(
    db,
    accountId,
    sql`select proposal_id from proposal_memory where account_id = ${accountId} and memory_id = any(${memoryIds}::uuid[])`,
  );

/** The same for memories whose conversation this transaction has hidden. */
export const outdateProposalsOfHidden = (db: Database, accountId: string): Promise<OutdatedRun[]> =>
  outdate(
    db,
    accountId,
    sql`
      select proposal_memory.proposal_id from conversation
      join memory on memory.account_id = ${accountId} and memory.conversation_id = conversation.id
      join proposal_memory on proposal_memory.account_id = ${accountId} and proposal_memory.memory_id = memory.id
      where conversation.account_id = ${accountId} and ${isHiddenNow}`,
  );

/**
 * What another transaction is deciding at the moment is left to it: it will see the changed memory. The proposals that are meant are found
 * once: the condition `in` had Postgres look for them anew for each that is undecided.
 */
async function outdate(
  db: Database,
  accountId: string,
  meant: RawBuilder<unknown>,
  exceptOf: string | null = null,
): Promise<OutdatedRun[]> {
  const { rows } = await sql<OutdatedRun>`
    update consolidation_proposal proposal set state = 'STALE', decided_at = now()
    from consolidation_run run
    where run.account_id = ${accountId} and run.id = proposal.run_id and proposal.account_id = ${accountId} and proposal.id in (
      select id from consolidation_proposal
      where account_id = ${accountId} and state = 'PROPOSED' and id = any(array(${meant}))
        and run_id is distinct from ${exceptOf}
      for update skip locked)
    returning run.id, run.collection_id as "collectionId"`.execute(db);
  return rows;
}

/** Returns those of the memories, of any account, that are no longer CURRENT and for which something is proposed. Each is looked up by its key. */
export async function endedWithProposals(db: Database, memories: readonly MemoryKey[]): Promise<ReadonlySet<string>> {
  if (memories.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select asked.id from ${askedMemories(memories)} cross join lateral (
      select from proposal_memory
      join consolidation_proposal proposal on proposal.account_id = proposal_memory.account_id
        and proposal.id = proposal_memory.proposal_id and proposal.state = 'PROPOSED'
      join memory on memory.account_id = proposal_memory.account_id and memory.id = proposal_memory.memory_id
        and memory.status <> 'CURRENT'
      where proposal_memory.account_id = asked.account_id and proposal_memory.memory_id = asked.id limit 1) open`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}
