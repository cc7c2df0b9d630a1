import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { isBelow, isVisible, type Reach } from '../collection/reach.ts';
import { holdsNow, isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { isLongAgo } from '../platform/db/long-ago.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { extractive, type KeptNarrative } from './narrative.ts';

/** Whether memories of the collection changed since the narrative was told, or began to hold, which no revision tells of. */
const isStale = sql<SqlBool>`(stream.memory_revision is distinct from narrative.memory_revision or exists (
  select from memory
  where memory.account_id = narrative.account_id and memory.collection_id = narrative.collection_id
    and memory.status = 'CURRENT' and memory.valid_from > memory.created_at
    and memory.valid_from > narrative.generated_at and memory.valid_from <= now()))`;

/**
 * The narratives of visible collections that tell something, newest first. A text tells nothing once one of its memories is gone or
 * forgotten: nobody knows what else of it the text tells. Where one does not hold any more, those that do are told in its place.
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

/** Notes that somebody asks for a narrative to be told anew. */
export async function requestNarrative(db: Database, accountId: string, collectionId: string): Promise<void> {
  await sql`
    insert into narrative (account_id, collection_id, requested_at) values (${accountId}, ${collectionId}, clock_timestamp())
    on conflict (account_id, collection_id) do update set requested_at = excluded.requested_at`.execute(db);
}

/** One that this process may tell now. */
export interface Claim extends CollectionKey {
  /** Of the collection, before its memories are read. */
  readonly memoryRevision: number;
  readonly requestedAt: Date | null;
  /** Tells it from one that another makes once this is over. */
  readonly until: Date;
}

export interface ClaimOptions {
  /** Most narratives that are told at once, by all processes together. */
  readonly atOnce: number;
  /** Accounts that wrote or talked within so many hours come first. */
  readonly activeHours: number;
  /** A narrative that nobody asked for is left alone for so long after it was told. */
  readonly restMinutes: number;
}

/** A process that died lets others have what it had claimed after so long. */
const claimMinutes = 5;

/** Whether somebody tells it now. A claim that is further ahead than anybody makes one is of a clock that was set back. */
const isClaimed = (until: string) =>
  sql<SqlBool>`${sql.ref(until)} between now() and now() + make_interval(mins => ${2 * claimMinutes})`;

/**
 * Narratives that are due, at most `limit`, the next first: those that are asked for, then those of accounts that are active, then the
 * ones told longest ago. Empty, too, where as many as allowed are being told. Looks at all collections; `db` sees all accounts.
 */
export async function dueNarratives(db: Database, options: ClaimOptions, limit: number): Promise<CollectionKey[]> {
  const { rows } = await sql<CollectionKey>`
    select account_id as "accountId", id as "collectionId" from (${dueOf(sql`true`, options, limit)}) due`.execute(db);
  return rows;
}

/**
 * Claims the next of what is asked for and of these. Null where none of them is due any more, or where as many as allowed are
 * being told. `db` sees all accounts.
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
    await sql`select pg_advisory_xact_lock(hashtextextended('narratives', 0))`.execute(transaction);
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

/** Holds a collection until the transaction ends; false where it is deleted. To be called before `holdTellable`: a deletion has its collection first, too. */
export async function holdCollection(db: Database, { accountId, collectionId }: CollectionKey): Promise<boolean> {
  const { rows } = await sql`
    select from collection where account_id = ${accountId} and id = ${collectionId} and deleted_at is null
    for key share`.execute(db);
  return rows.length > 0;
}

/**
 * Of these memories those that a narrative may still tell of, held until the transaction ends. To be called before the narrative
 * is written: a purge has its memory before it writes the narrative, too.
 */
export async function holdTellable(db: Database, accountId: string, ids: readonly string[]): Promise<string[]> {
  // Before the memories, as everybody holds them: a deletion that waits for this finds what was told.
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
  /** Null: the words are those of the memories. */
  readonly text: string | null;
  readonly memoryIds: readonly string[];
}

/** Leaves it to others: who stops has no use for it, and it counts among those that are told at once. */
export async function dropClaim(db: Database, claim: Claim): Promise<void> {
  await sql`update narrative set claimed_until = null where ${isHeld(claim)}`.execute(db);
}

/** Whether nobody else tells it: a process that was stopped for minutes may find that another does, or has. */
const isHeld = ({ accountId, collectionId, until }: Claim) => sql<SqlBool>`
  account_id = ${accountId} and collection_id = ${collectionId} and claimed_until = ${until}::timestamptz`;

/** Keeps what was told, and lets the claim go; false where that or the narrative is gone. What somebody asked for meanwhile stays asked for. */
export async function keepNarrative(db: Database, claim: Claim, { toldBy, text, memoryIds }: Told): Promise<boolean> {
  const { numAffectedRows: kept = 0n } = await sql`
    update narrative set told_by = ${toldBy}, text = ${text}, memory_ids = ${memoryIds}::uuid[], revision = revision + 1,
      memory_revision = ${claim.memoryRevision}, generated_at = clock_timestamp(), claimed_until = null,
      requested_at = case when requested_at is not distinct from ${claim.requestedAt}::timestamptz then null else requested_at end
    where ${isHeld(claim)}`.execute(db);
  return kept > 0n;
}

/** Blanks what tells of a memory, at once. An extractive one only loses it. Both are due to be told anew. The memory is locked: nobody begins to tell of it. */
export async function blankNarrativesOf(db: Database, accountId: string, memoryId: string): Promise<void> {
  await sql`
    update narrative set memory_ids = array_remove(memory_ids, ${memoryId}::uuid), text = null, ${blanked}
    where account_id = ${accountId} and memory_ids @> array[${memoryId}::uuid]`.execute(db);
}

/** The same for all memories that were learnt in some conversations; answers how many narratives told of them. */
export async function blankNarrativesLearntIn(
  db: Database,
  accountId: string,
  conversationIds: readonly string[],
  limit: number,
): Promise<number> {
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
}

/** What a model told is gone with its text; what is left of an extractive one was told when it was. Both are of no state of the memories any more. */
const blanked = sql`
  told_by = case when told_by = ${extractive} then told_by end,
  generated_at = case when told_by = ${extractive} then generated_at end, memory_revision = null`;
