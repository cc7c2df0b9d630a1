import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import type { EraseDependents } from '../erasure/erase-dependents.ts';
import { holdsNow, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import { isLongAgo } from '../platform/db/long-ago.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { extractive, type KeptNarrative } from './narrative.ts';

/** Whether memories of the collection changed since the narrative was written, or began to hold, which changes no revision. */
const isStale = sql<SqlBool>`(stream.memory_revision is distinct from narrative.memory_revision or exists (
  select from memory
  where memory.account_id = narrative.account_id and memory.collection_id = narrative.collection_id
    and memory.status = 'CURRENT' and memory.valid_from > memory.created_at
    and memory.valid_from > narrative.generated_at and memory.valid_from <= now()))`;

/**
 * Returns the non-empty narratives of visible collections, newest first. A text is dropped once one of its memories is gone or
 * forgotten, since nobody knows which of its words come from it. If one no longer holds, the memories that still hold are returned
 * in place of the text.
 */
export async function readNarratives(
  db: Database,
  reach: Reach,
  chosen:
    | { readonly collectionIds: readonly string[] }
    | { readonly below: readonly string[] | null; readonly limit: number },
): Promise<KeptNarrative[]> {
  const isChosen =
    'collectionIds' in chosen
      ? sql<SqlBool>`collection.id = any(${chosen.collectionIds}::uuid[])`
      : isBelow(chosen.below);
  const limit = 'limit' in chosen ? sql`limit ${chosen.limit}` : sql``;
  const { rows } = await sql<KeptNarrative>`${prepared}
    select narrative.collection_id as id, narrative.account_id as "accountId", narrative.revision,
      narrative.generated_at as "generatedAt", narrative.memory_ids as "memoryIds", ${isStale} as stale,
      case when cardinality(source.shown) = cardinality(narrative.memory_ids) then narrative.text end as text,
      coalesce(source.shown, '{}') as "shownIds"
    from narrative
    join collection on collection.account_id = narrative.account_id and collection.id = narrative.collection_id
    join stream on stream.account_id = narrative.account_id and stream.kind = 'collection'
      and stream.id = narrative.collection_id
    cross join lateral (
      select count(*)::int as remembered, array_agg(memory.id order by array_position(narrative.memory_ids, memory.id))
        filter (where memory.status = 'CURRENT' and ${holdsNow}) as shown
      from memory
      where memory.account_id = ${reach.accountId} and memory.id = any(narrative.memory_ids)
        and memory.status <> 'FORGOTTEN' and ${isOfLivingConversation(reach)}
    ) source
    where narrative.account_id = ${reach.accountId} and narrative.told_by is not null and ${isVisible(reach)} and ${isChosen}
      and source.shown is not null and (narrative.text is null or source.remembered = cardinality(narrative.memory_ids))
    order by narrative.generated_at desc, narrative.collection_id ${limit}`.execute(db);
  return rows;
}

/** Records a request to write a narrative again. */
export async function requestNarrative(db: Database, accountId: string, collectionId: string): Promise<void> {
  await sql`
    insert into narrative (account_id, collection_id, requested_at) values (${accountId}, ${collectionId}, clock_timestamp())
    on conflict (account_id, collection_id) do update set requested_at = excluded.requested_at`.execute(db);
}

/** A narrative that this process may write now. */
export interface Claim extends CollectionKey {
  /** Revision of the collection's memories before they are read. */
  readonly memoryRevision: number;
  readonly requestedAt: Date | null;
  /** End of the claim; it also distinguishes the claim from a later one by another process. */
  readonly until: Date;
}

export interface ClaimOptions {
  /** Maximum number of narratives that all processes write at once. */
  readonly atOnce: number;
  /** Accounts with writes or messages within this many hours come first. */
  readonly activeHours: number;
  /** Minimum time between two versions of a narrative that nobody requests. */
  readonly restMinutes: number;
}

/** Lifetime of a claim: after it, other processes may take over from one that died. */
const claimMinutes = 5;

/** Whether a narrative is claimed now. A claim that ends later than any process would set it dates from before the clock was set back. */
const isClaimed = (until: string) =>
  sql<SqlBool>`${sql.ref(until)} between now() and now() + make_interval(mins => ${2 * claimMinutes})`;

/**
 * Returns at most `limit` narratives that are due: requested ones first, then those of active accounts, then the oldest. Empty also
 * if as many as allowed are being written. Scans all collections; `db` sees all accounts.
 */
export async function dueNarratives(db: Database, options: ClaimOptions, limit: number): Promise<CollectionKey[]> {
  const { rows } = await sql<CollectionKey>`
    select account_id as "accountId", id as "collectionId" from (${dueOf(sql`true`, options, limit)}) due`.execute(db);
  return rows;
}

/**
 * Claims the next narrative that is requested or among `found`. Returns null if none of them is due any more, or as many as allowed
 * are being written. `db` sees all accounts.
 */
export async function claimNarrative(
  db: Database,
  options: ClaimOptions,
  found: readonly CollectionKey[],
): Promise<Claim | null> {
  const known = sql`(collection.account_id, collection.id) in (
    select account_id, collection_id from narrative where requested_at is not null
    union all
    select * from unnest(${found.map(({ accountId }) => accountId)}::text[], ${found.map(({ collectionId }) => collectionId)}::uuid[]))`;
  return await db.transaction().execute(async (transaction) => {
    await lockByName(transaction, 'narratives');
    const { rows } = await sql<Claim>`${prepared}
      with due as (${dueOf(known, options, 1)})
      insert into narrative as kept (account_id, collection_id, claimed_until)
      select account_id, id, now() + make_interval(mins => ${claimMinutes}) from due
      on conflict (account_id, collection_id) do update set claimed_until = excluded.claimed_until
      returning kept.account_id as "accountId", kept.collection_id as "collectionId",
        (select memory_revision from due) as "memoryRevision", kept.requested_at as "requestedAt",
        kept.claimed_until as until`.execute(transaction);
    return rows[0] ?? null;
  });
}

const dueOf = (which: RawBuilder<unknown>, { atOnce, activeHours, restMinutes }: ClaimOptions, limit: number) => sql`
  select collection.account_id, collection.id, stream.memory_revision, narrative.requested_at
  from collection
  join stream on stream.account_id = collection.account_id and stream.kind = 'collection' and stream.id = collection.id
  left join narrative on narrative.account_id = collection.account_id and narrative.collection_id = collection.id
  left join event on event.account_id = stream.account_id and event.kind = stream.kind and event.stream_id = stream.id
    and event.seq = stream.seq
  where ${which} and collection.deleted_at is null
    and (narrative.claimed_until is null or not ${isClaimed('narrative.claimed_until')})
    and (narrative.requested_at is not null or (
      ${isStale}
      and (stream.memory_count > 0 or narrative.told_by is not null)
      and (narrative.memory_revision is null or narrative.generated_at is null
        or ${isLongAgo('narrative.generated_at', restMinutes * 60)})))
    and (select count(*) from narrative claimed where ${isClaimed('claimed.claimed_until')}) < ${atOnce}
  order by narrative.requested_at nulls last,
    (coalesce(event.at > now() - make_interval(hours => ${activeHours}), false) or exists (
      select from conversation where conversation.account_id = collection.account_id
        and coalesce(conversation.last_message_at, conversation.created_at) > now() - make_interval(hours => ${activeHours})
    )) desc,
    narrative.generated_at nulls first, collection.id
  limit ${limit}`;

/**
 * Locks a collection until the transaction ends; false if it is deleted. Must be called before `holdTellable`: a deletion also locks
 * its collection first.
 */
export async function holdCollection(db: Database, { accountId, collectionId }: CollectionKey): Promise<boolean> {
  const { rows } = await sql`
    select from collection where account_id = ${accountId} and id = ${collectionId} and deleted_at is null
    for key share`.execute(db);
  return rows.length > 0;
}

/**
 * Returns those of the memories that a narrative may still tell of, locked until the transaction ends. Must be called before the
 * narrative is written: a purge also locks its memory before the narrative.
 */
export async function holdTellable(db: Database, accountId: string, ids: readonly string[]): Promise<string[]> {
  // Before the memories, in the lock order of all others: a deletion that waits for this then finds what was written.
  await sql`
    select from conversation where account_id = ${accountId} and id in (
      select conversation_id from memory where account_id = ${accountId} and id = any(${ids}::uuid[]))
    order by id for key share`.execute(db);
  const { rows } = await sql<{ id: string }>`
    select id from memory
    where account_id = ${accountId} and id = any(${ids}::uuid[]) and status = 'CURRENT' and ${isOfLivingConversation({ accountId })}
    order by id for key share`.execute(db);
  return rows.map(({ id }) => id);
}

export interface Told {
  readonly toldBy: string;
  /** Null: the narrative consists of its memories' own words. */
  readonly text: string | null;
  readonly memoryIds: readonly string[];
}

/** Releases a claim when the process stops, since it counts towards the limit. */
export async function dropClaim(db: Database, claim: Claim): Promise<void> {
  await sql`update narrative set claimed_until = null where ${isHeld(claim)}`.execute(db);
}

/** Whether the claim is still valid: a process that was suspended for minutes may have lost it to another. */
const isHeld = ({ accountId, collectionId, until }: Claim) => sql<SqlBool>`
  account_id = ${accountId} and collection_id = ${collectionId} and claimed_until = ${until}::timestamptz`;

/** Stores a narrative and releases the claim; false if the claim or the narrative is gone. A request made meanwhile stays. */
export async function keepNarrative(db: Database, claim: Claim, { toldBy, text, memoryIds }: Told): Promise<boolean> {
  const { numAffectedRows: kept = 0n } = await sql`
    update narrative set told_by = ${toldBy}, text = ${text}, memory_ids = ${memoryIds}::uuid[], revision = revision + 1,
      memory_revision = ${claim.memoryRevision}, generated_at = clock_timestamp(), claimed_until = null,
      requested_at = case when requested_at is not distinct from ${claim.requestedAt}::timestamptz then null else requested_at end
    where ${isHeld(claim)}`.execute(db);
  return kept > 0n;
}

/**
 * Blanks the narratives of a memory at once; an extractive one only loses this memory. Both become due. The memory is locked, so
 * that no new narrative can begin to tell of it.
 */
export async function blankNarrativesOf(db: Database, accountId: string, memoryId: string): Promise<void> {
  await sql`
    update narrative set memory_ids = array_remove(memory_ids, ${memoryId}::uuid), text = null, ${blanked}
    where account_id = ${accountId} and memory_ids @> array[${memoryId}::uuid]`.execute(db);
}

/** The same for all memories that were learnt in some conversations. Returns the number of narratives that told of them. */
export const blankNarrativesLearntIn: EraseDependents = async (db, accountId, conversationIds, limit) => {
  const learnt = sql`
    select id from memory where account_id = ${accountId} and conversation_id = any(${conversationIds}::uuid[])
      and narrative.memory_ids @> array[id]`;
  const { rows } = await sql<{ id: string }>`
    select collection_id as id from narrative where account_id = ${accountId} and exists (${learnt})
    order by collection_id limit ${limit} for update`.execute(db);
  if (rows.length === 0) return 0;
  await sql`
    update narrative set text = null, ${blanked},
      memory_ids = coalesce((select array_agg(one.id order by one.place) from unnest(memory_ids) with ordinality one (id, place)
        where one.id not in (${learnt})), '{}')
    where account_id = ${accountId} and collection_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db);
  return rows.length;
};

/**
 * A model's narrative also loses its author and date; an extractive one keeps them. Neither corresponds to a revision of the
 * memories any more.
 */
const blanked = sql`
  told_by = case when told_by = ${extractive} then told_by end,
  generated_at = case when told_by = ${extractive} then generated_at end, memory_revision = null`;
