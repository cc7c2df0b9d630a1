import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Described } from '../memory/described.ts';
import { isHiddenNow, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';

/** A merge that superseded a memory, undone or not. */
export interface MergeInto {
  readonly proposalId: string;
  readonly goneId: string;
  /** Revision of the merged memory before the merge. */
  readonly goneRevision: number;
  readonly keptId: string;
  /** Revision of the kept memory before the merge. */
  readonly revision: number;
  /** Tags and metadata that the merged memory had, or has from those that had been merged into it. */
  readonly passedOn: readonly Described[];
  /** Those of the kept memory before, and of the other memories that were merged with this one. */
  readonly others: readonly Described[];
  /** Null unless an undo restored the kept memory: then its last revision with what the merge passed on. */
  readonly lastRevision: number | null;
}

/** Joins its proposal to a row of `proposal_memory`, if that is a merge. */
const joinMerge = (accountId: string, row: string) => sql`
  join consolidation_proposal proposal on proposal.account_id = ${accountId}
    and proposal.id = ${sql.ref(`${row}.proposal_id`)} and proposal.kind = 'MERGE'`;

/**
 * The memory of a row of `proposal_memory`, and all that had been merged into it by then, each with its revision before its merge.
 * `offset 0` makes Postgres look these up: it expects many, and would read whole tables for each of the few.
 */
const sourcesOf = (accountId: string, row: string, counts: RawBuilder<SqlBool> = sql`true`) => sql`
  recursive source as (
    select ${sql.ref(`${row}.memory_id`)} as id, ${sql.ref(`${row}.revision`)} as revision
    union
    select went.id, went.revision from source cross join lateral (
      select went.memory_id as id, went.revision from proposal_memory stayed
      join proposal_memory went on went.account_id = ${accountId} and went.proposal_id = stayed.proposal_id
        and went.role = 'GO'
      join memory on memory.account_id = ${accountId} and memory.id = went.memory_id and ${counts}
      where stayed.account_id = ${accountId} and stayed.memory_id = source.id and stayed.role = 'KEEP'
        and stayed.revision_left is not null and stayed.revision <= source.revision
        and (not stayed.restored or source.revision <= stayed.revision_left) offset 0
    ) went
  )`;

const formerlyTold = (accountId: string) => sql`
  select former.tags, former.metadata from source cross join lateral (
    select tags, metadata from memory_revision one
    where one.account_id = ${accountId} and one.memory_id = source.id and one.revision = source.revision offset 0
  ) former`;

/**
 * Tags and metadata that the memory of a row of `proposal_memory` may have passed on: its own and those of its sources, before
 * they were merged and now. Merged memories can be edited, which takes nothing back that they passed on; and former states may
 * have been cleaned of what a purged memory had, though another had it, too.
 */
const toldBy = (accountId: string, row: string) => sql`
  with ${sourcesOf(accountId, row)}
  ${formerlyTold(accountId)}
  union
  select present.tags, present.metadata from source join memory present
    on present.account_id = ${accountId} and present.id = source.id`;

/** True for memories that may go on telling what those that go have told as well. */
const isLeft = (accountId: string, going: readonly string[]): RawBuilder<SqlBool> =>
  sql`memory.id <> all(${going}::uuid[]) and ${isOfLivingConversation({ accountId })}`;

/**
 * Tags and metadata that the row `kept` has from the memory of another row without those that go. After an undo it may have got
 * back what it had passed on itself: that proves nothing.
 */
const stillToldBy = (accountId: string, row: string, left: RawBuilder<SqlBool>) => sql`
  with ${sourcesOf(accountId, row, left)}
  ${formerlyTold(accountId)}
  where not exists (select from source where id = kept.memory_id)`;

const asJson = sql`json_build_object('tags', told.tags, 'metadata', told.metadata)`;

/** Returns the ids of the memories that merges of this one kept, in a stable order. */
export async function keptOf(db: Database, accountId: string, memoryId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct kept.memory_id as id from proposal_memory gone
    ${joinMerge(accountId, 'gone')}
    join proposal_memory kept on kept.account_id = ${accountId} and kept.proposal_id = gone.proposal_id
      and kept.role = 'KEEP' and kept.revision_left is not null
    where gone.account_id = ${accountId} and gone.memory_id = ${memoryId} and gone.role = 'GO'
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Returns the merges of a memory into others. What the memory `purgedId` told counts for nobody else. */
export async function mergesInto(
  db: Database,
  accountId: string,
  memoryId: string,
  purgedId: string,
): Promise<MergeInto[]> {
  const left = isLeft(accountId, [memoryId, purgedId]);
  const { rows } = await sql<MergeInto>`
    select kept.proposal_id as "proposalId", gone.memory_id as "goneId", gone.revision as "goneRevision",
      kept.memory_id as "keptId", kept.revision,
      case when kept.restored then kept.revision_left end as "lastRevision",
      (select coalesce(json_agg(${asJson}), '[]') from (${toldBy(accountId, 'gone')}) told) as "passedOn", (
      select coalesce(json_agg(${asJson}), '[]') from (
        select tags, metadata from memory_revision former where former.account_id = ${accountId}
          and former.memory_id = kept.memory_id and former.revision = kept.revision
        union
        select told.tags, told.metadata from proposal_memory other
        join memory on memory.account_id = ${accountId} and memory.id = other.memory_id and ${left}
        cross join lateral (${stillToldBy(accountId, 'other', left)}) told
        where other.account_id = ${accountId} and other.proposal_id = kept.proposal_id and other.role = 'GO'
      ) told
    ) as others
    from proposal_memory gone
    ${joinMerge(accountId, 'gone')}
    join proposal_memory kept on kept.account_id = ${accountId} and kept.proposal_id = gone.proposal_id
      and kept.role = 'KEEP' and kept.revision_left is not null
    where gone.account_id = ${accountId} and gone.memory_id = ${memoryId} and gone.role = 'GO'`.execute(db);
  return rows;
}

/** What is taken back, from whom, and the revision of the kept memory for which the other merges are asked. */
interface TakenBack {
  readonly taken: Described;
  readonly purgedId: string;
  readonly at: number;
}

/** Returns tags and metadata of memories that other proposals merged into the kept one by then, of those that share something with `taken`. */
export async function alsoPassedOn(
  db: Database,
  accountId: string,
  { proposalId, goneId, keptId }: MergeInto,
  { taken, purgedId, at }: TakenBack,
): Promise<Described[]> {
  const left = isLeft(accountId, [goneId, purgedId]);
  const { rows } = await sql<Described>`
    select told.tags, told.metadata from proposal_memory kept
    ${joinMerge(accountId, 'kept')}
    join proposal_memory gone on gone.account_id = ${accountId} and gone.proposal_id = kept.proposal_id
      and gone.role = 'GO'
    join memory on memory.account_id = ${accountId} and memory.id = gone.memory_id and ${left}
    cross join lateral (${stillToldBy(accountId, 'gone', left)}) told
    where kept.account_id = ${accountId} and kept.memory_id = ${keptId} and kept.role = 'KEEP'
      and kept.proposal_id <> ${proposalId} and kept.revision_left is not null and not kept.restored and kept.revision <= ${at}
      and (told.tags && ${taken.tags}::text[] or told.metadata ?| ${Object.keys(taken.metadata ?? {})}::text[])`.execute(
    db,
  );
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

/**
 * Returns the ids of memories outside of deleted conversations that were merged into a memory that this transaction hid, directly or by
 * way of others that were deleted, now or before. It was CURRENT until then, or merged into one that is CURRENT: once it is erased, nothing
 * leads from what was merged into it to that one. Nobody can merge into those any more.
 */
export async function mergedIntoHidden(db: Database, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive hidden as materialized (
      select id from conversation where account_id = ${accountId} and ${isHiddenNow}
    ), dead as materialized (
      select id from conversation where account_id = ${accountId} and deleted_at is not null
    ), held as (
      select memory.id as hidden_id, memory.id, memory.status, memory.superseded_by from hidden
      join memory on memory.account_id = ${accountId} and memory.conversation_id = hidden.id
      union
      select gone.hidden_id, kept.id, kept.status, kept.superseded_by from held gone
      join memory kept on kept.account_id = ${accountId} and ${wasMerged(accountId)}
    ), kept as (
      select hidden_id as id from held where status = 'CURRENT'
      union
      select gone.id from kept join ${mergedInto(accountId)} and gone.conversation_id in (select id from dead)
    )
    select distinct gone.id from kept join ${mergedInto(accountId)}
    where gone.conversation_id is null or gone.conversation_id not in (select id from dead)
    order by gone.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Memories `gone` that a merge replaced by a memory `kept`. */
const mergedInto = (accountId: string) =>
  sql`memory gone on gone.account_id = ${accountId} and ${wasMerged(accountId)}`;

/** Whether a merge replaced the memory `gone` by the memory `kept`, and no undo has restored it: one may have restored others only. */
const wasMerged = (accountId: string) => sql`
  gone.superseded_by = kept.id and gone.status = 'SUPERSEDED' and exists (
    select from proposal_memory went
    ${joinMerge(accountId, 'went')} and proposal.state in ('APPLIED', 'UNDONE')
    join proposal_memory stays on stays.account_id = ${accountId} and stays.proposal_id = went.proposal_id
      and stays.role = 'KEEP' and stays.memory_id = kept.id
    where went.account_id = ${accountId} and went.memory_id = gone.id and went.role = 'GO' and not went.restored)`;
