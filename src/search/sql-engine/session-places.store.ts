import { type RawBuilder, sql } from 'kysely';
import { jsonColumns } from '../../platform/db/json-columns.ts';
import { plainArray } from '../../platform/db/plain-array.ts';
import { neighbourReach } from '../ranking/neighbourhood.ts';
import type { Placed } from './session-windows.ts';

/** Memories whose places are wanted, because their sessions are not known. */
export interface PlacesAsked {
  readonly accountId: string;
  readonly hits: readonly { readonly id: string; readonly collection: string; readonly conversation: string }[];
}

/** A session with all its ids: the memories of one collection that were learnt in one conversation. */
export interface WholeSession {
  readonly collection: string;
  readonly conversation: string;
  /** Ids of its CURRENT memories, in order. */
  readonly ids: readonly string[];
}

/** A memory of a longer session, with only the ids around it that matter. */
export interface Placing extends Placed {
  readonly id: string;
}

/** Longest session that is returned whole. A longer list, some 20 KB, would exceed all else that a search reads: only ids around a hit are returned. */
const longestWhole = 500;

/** Neighbours of a hit's neighbours are needed, too. */
const reach = sql.lit(2 * neighbourReach);

/**
 * Common table expressions `session` and `placed`. A session is the list of its ids, read by the index of sessions: `is true` keeps the
 * planner from combining it with an index over the whole collection.
 */
export const sessionsOf = ({ accountId, hits }: PlacesAsked): RawBuilder<unknown> => sql`
  hit as materialized (
    select * from unnest(${plainArray(hits.map(({ id }) => id))}::uuid[],
      ${plainArray(hits.map(({ collection }) => collection))}::uuid[],
      ${plainArray(hits.map(({ conversation }) => conversation))}::uuid[]) as hit (id, collection, conversation)
  ), session as materialized (
    select collection, conversation, array(
      select memory.id from memory
      where account_id = ${accountId} and (collection_id = met.collection) is true and conversation_id = met.conversation
        and status = 'CURRENT'
      order by place, created_at, id) as ids
    from (select distinct collection, conversation from hit) met
  ), placed as materialized (
    select hit.id, at - 1 as ordinal, ids[greatest(at - ${reach}, 1):at + ${reach}] as around, greatest(at - ${reach}, 1) - 1 as "aroundFrom"
    from hit join session using (collection, conversation)
    cross join lateral array_position(ids, hit.id) as at
    where at is not null and cardinality(ids) > ${sql.lit(longestWhole)}
  )`;

export const wholeSessions = jsonColumns<WholeSession>(
  ['collection', 'conversation', 'ids'],
  sql`select * from session where cardinality(ids) <= ${sql.lit(longestWhole)}`,
);

export const placings = jsonColumns<Placing>(['id', 'ordinal', 'around', 'aroundFrom'], sql`select * from placed`);
