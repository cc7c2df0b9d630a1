import { sql } from 'kysely';
import type { Described } from '../memory/described.ts';
import { isHiddenNow, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';

/** A merge that superseded a memory, undone or not. */
export interface MergeInto {
  readonly proposalId: string;
  readonly goneId: string;
  readonly keptId: string;
  /** Revision of the kept memory before the merge. */
  readonly revision: number;
  /** Tags and metadata of the merged memory when it was merged, and as it is now. */
  readonly passedOn: readonly Described[];
  /** Those of the kept memory before, and of the other memories that were merged with this one, then and now. */
  readonly others: readonly Described[];
  /** Null unless an undo restored the kept memory: then its last revision with what the merge passed on. */
  readonly lastRevision: number | null;
}

/** Joins its proposal to a row of `proposal_memory`, if that is a merge. */
export const joinMerge = (accountId: string, row: string) => sql`
  join consolidation_proposal proposal on proposal.account_id = ${accountId}
    and proposal.id = ${sql.ref(`${row}.proposal_id`)} and proposal.kind = 'MERGE'`;

/**
 * Tags and metadata of the memory of a row of `proposal_memory`, before its proposal was applied and now. Merged memories can be
 * edited, which takes nothing back that they passed on; and former states may have been cleaned of what others passed on, too.
 */
const toldBy = (accountId: string, row: string) => sql`
  select former.revision, former.tags, former.metadata from memory_revision former where former.account_id = ${accountId}
    and former.memory_id = ${sql.ref(`${row}.memory_id`)} and former.revision = ${sql.ref(`${row}.revision`)}
  union all
  select present.revision, present.tags, present.metadata from memory present where present.account_id = ${accountId}
    and present.id = ${sql.ref(`${row}.memory_id`)}`;

const asJson = sql`json_build_object('tags', told.tags, 'metadata', told.metadata)`;

export async function mergesInto(db: Database, accountId: string, memoryId: string): Promise<MergeInto[]> {
  const { rows } = await sql<MergeInto>`
    select kept.proposal_id as "proposalId", gone.memory_id as "goneId", kept.memory_id as "keptId", kept.revision,
      case when kept.restored then kept.revision_left end as "lastRevision",
      (select coalesce(json_agg(${asJson} order by told.revision), '[]') from (${toldBy(accountId, 'gone')}) told) as "passedOn", (
      select coalesce(json_agg(${asJson}), '[]') from (
        select tags, metadata from memory_revision former where former.account_id = ${accountId}
          and former.memory_id = kept.memory_id and former.revision = kept.revision
        union all
        select told.tags, told.metadata from proposal_memory other
        join memory on memory.account_id = ${accountId} and memory.id = other.memory_id
        cross join lateral (${toldBy(accountId, 'other')}) told
        where other.account_id = ${accountId} and other.proposal_id = kept.proposal_id and other.role = 'GO'
          and other.memory_id <> ${memoryId} and ${isOfLivingConversation({ accountId })}
      ) told
    ) as others
    from proposal_memory gone
    ${joinMerge(accountId, 'gone')}
    join proposal_memory kept on kept.account_id = ${accountId} and kept.proposal_id = gone.proposal_id
      and kept.role = 'KEEP' and kept.revision_left is not null
    where gone.account_id = ${accountId} and gone.memory_id = ${memoryId} and gone.role = 'GO'`.execute(db);
  return rows;
}

/** Returns tags and metadata of memories that other proposals merged into the kept one, of those that share something with `taken`. */
export async function alsoPassedOn(
  db: Database,
  accountId: string,
  { proposalId, goneId, keptId }: MergeInto,
  taken: Described,
): Promise<Described[]> {
  const { rows } = await sql<Described>`
    select told.tags, told.metadata from proposal_memory kept
    ${joinMerge(accountId, 'kept')}
    join proposal_memory gone on gone.account_id = ${accountId} and gone.proposal_id = kept.proposal_id
      and gone.role = 'GO' and gone.memory_id <> ${goneId}
    join memory on memory.account_id = ${accountId} and memory.id = gone.memory_id
    cross join lateral (${toldBy(accountId, 'gone')}) told
    where kept.account_id = ${accountId} and kept.memory_id = ${keptId} and kept.role = 'KEEP'
      and kept.proposal_id <> ${proposalId} and kept.revision_left is not null and not kept.restored
      and (told.tags && ${taken.tags}::text[] or told.metadata ?| ${Object.keys(taken.metadata ?? {})}::text[])
      and ${isOfLivingConversation({ accountId })}`.execute(db);
  return rows;
}

/** Returns the ids of merged memories whose conversation this transaction has hidden, if they had tags or metadata to pass on. */
export async function mergedOfHidden(db: Database, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select gone.id from conversation
    join memory gone on gone.account_id = ${accountId} and gone.conversation_id = conversation.id
    where conversation.account_id = ${accountId} and ${isHiddenNow} and exists (
      select from proposal_memory went
      ${joinMerge(accountId, 'went')}
      cross join lateral (${toldBy(accountId, 'went')}) told
      where went.account_id = ${accountId} and went.memory_id = gone.id and went.role = 'GO'
        and (told.tags <> '{}' or told.metadata is not null))
    order by gone.id`.execute(db);
  return rows.map(({ id }) => id);
}
