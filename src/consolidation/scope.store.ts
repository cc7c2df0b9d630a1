import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { askedMemories, keysOf, type MemoryKey } from '../memory/asked-memories.ts';
import type { MemoryTier } from '../memory/memory.ts';
import { wasRestoredAfterItsEnd } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { leastId } from '../platform/db/new-id.ts';
import { fetchCount } from '../platform/db/page.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { ProposalRole, ProposalState, RunKey } from './consolidation.ts';

/** Number of a collection's CURRENT memories. */
export function countCurrent(db: Database, { accountId, collectionId }: CollectionKey): Promise<number> {
  const memories = db.selectFrom('memory').where('account_id', '=', accountId);
  return fetchCount(memories.where('collection_id', '=', collectionId).where('status', '=', 'CURRENT'));
}

/** Returns those of the memories for which a run already has a proposal; with `role`, one in which they have that role. */
export async function inProposals(
  db: Database,
  { accountId, id }: RunKey,
  memoryIds: readonly string[],
  role: ProposalRole | null = null,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct proposal_memory.memory_id as id from proposal_memory
    join consolidation_proposal on consolidation_proposal.account_id = ${accountId}
      and consolidation_proposal.id = proposal_memory.proposal_id and consolidation_proposal.run_id = ${id}
    where proposal_memory.account_id = ${accountId} and proposal_memory.memory_id = any(${memoryIds}::uuid[])
      and (${role}::text is null or proposal_memory.role = ${role})`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Key of a pair of memories, whatever their order: both ids, the lesser first. */
export const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);

/**
 * Returns pairs that contain one of the memories and that are not proposed again: their proposal was rejected or undone, or the
 * memory that it replaced was restored by hand.
 */
export const refusedPairs = (db: Database, accountId: string, memoryIds: readonly string[]): Promise<Set<string>> =>
  pairsInState(db, keysOf(accountId, memoryIds), refused);

/** The same for memories of any accounts, including pairs whose proposal is still undecided. */
export const knownPairs = (db: Database, memories: readonly MemoryKey[]): Promise<Set<string>> =>
  pairsInState(db, memories, [...refused, 'PROPOSED']);

const refused: readonly ProposalState[] = ['REJECTED', 'UNDONE'];

async function pairsInState(
  db: Database,
  memories: readonly MemoryKey[],
  states: readonly ProposalState[],
): Promise<Set<string>> {
  const { rows } = await sql<{ one: string; other: string }>`${prepared}
    select one.memory_id as one, other.memory_id as other
    from ${askedMemories(memories)}
    join proposal_memory one on one.account_id = asked.account_id and one.memory_id = asked.id
    join consolidation_proposal proposal on proposal.account_id = one.account_id and proposal.id = one.proposal_id
      and proposal.state = any(${[...states, 'APPLIED']}::text[])
    join proposal_memory other on other.account_id = one.account_id and other.proposal_id = one.proposal_id
      and other.memory_id <> one.memory_id
    where proposal.state <> 'APPLIED' or not exists (
      select from memory where memory.account_id = one.account_id and memory.id in (one.memory_id, other.memory_id)
        and memory.status <> 'CURRENT'
    ) and (one.role <> other.role or exists (
      select from proposal_memory kept join memory on memory.account_id = kept.account_id and memory.id = kept.memory_id
        and memory.status = 'CURRENT'
      where kept.account_id = one.account_id and kept.proposal_id = one.proposal_id and kept.role = 'KEEP'))`.execute(
    db,
  );
  return new Set(rows.map(({ one, other }) => pairKey(one, other)));
}

/**
 * Returns those of the memories that a proposal concerns together which was rejected or undone since a run began, by proposal: the run may
 * have looked for refused pairs before.
 */
export async function refusedSince(
  db: Database,
  { accountId, id }: RunKey,
  memoryIds: readonly string[],
): Promise<string[][]> {
  const { rows } = await sql<{ ids: string[] }>`
    select array_agg(known.memory_id) as ids from ${askedMemories(keysOf(accountId, memoryIds))}
    join proposal_memory known on known.account_id = asked.account_id and known.memory_id = asked.id
    join consolidation_proposal proposal on proposal.account_id = known.account_id and proposal.id = known.proposal_id
      and proposal.state = any(${refused}::text[])
    where proposal.decided_at >= (select started_at from consolidation_run where account_id = ${accountId} and id = ${id})
    group by proposal.id having count(*) > 1`.execute(db);
  return rows.map(({ ids }) => ids);
}

/** Returns, for memories that an undecided proposal would merge, the memory to keep and the similarity. */
export async function openMerges(
  db: Database,
  memories: readonly MemoryKey[],
): Promise<Map<string, { readonly keptId: string; readonly similarity: number }>> {
  const { rows } = await sql<{ id: string; keptId: string; similarity: number }>`${prepared}
    select gone.memory_id as id, kept.memory_id as "keptId", proposal.similarity
    from ${askedMemories(memories)}
    join proposal_memory gone on gone.account_id = asked.account_id and gone.memory_id = asked.id and gone.role = 'GO'
    join consolidation_proposal proposal on proposal.account_id = gone.account_id and proposal.id = gone.proposal_id
      and proposal.state = 'PROPOSED' and proposal.kind = 'MERGE' and proposal.similarity is not null
    join proposal_memory kept on kept.account_id = gone.account_id and kept.proposal_id = gone.proposal_id
      and kept.role = 'KEEP'`.execute(db);
  return new Map(rows.map(({ id, ...merge }) => [id, merge]));
}

/**
 * Returns those of the memories for which a proposal about them alone was rejected or undone: it is not made again. `tier`: the
 * tier that it would give; null: it would retire them.
 */
export async function refusedAlone(
  db: Database,
  accountId: string,
  memoryIds: readonly string[],
  tier: MemoryTier | null,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct memory_id as id from proposal_memory
    join consolidation_proposal proposal on proposal.account_id = proposal_memory.account_id
      and proposal.id = proposal_memory.proposal_id and proposal.memories = 1 and proposal.state in ('REJECTED', 'UNDONE')
      and proposal.proposed_tier is not distinct from ${tier}::text
    where proposal_memory.account_id = ${accountId} and memory_id = any(${memoryIds}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** A CURRENT memory whose validity has ended. */
export interface Expired {
  readonly id: string;
  readonly revision: number;
}

/** Returns the next memories of a collection whose validity has ended, and which were not restored since, by id. */
export async function nextExpired(
  db: Database,
  scope: CollectionKey,
  after: string | null,
  limit: number,
): Promise<Expired[]> {
  const { rows } = await sql<Expired>`
    select id, revision from memory
    where account_id = ${scope.accountId} and collection_id = ${scope.collectionId} and status = 'CURRENT'
      and valid_to <= now() and id > ${after ?? leastId}::uuid and not ${wasRestoredAfterItsEnd}
    order by id limit ${limit}`.execute(db);
  return rows;
}
