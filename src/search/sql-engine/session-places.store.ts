import { type RawBuilder, sql } from 'kysely';
import { jsonColumns } from '../../platform/db/json-columns.ts';
import { isAmong } from './conditions.store.ts';
import { near, type Placed } from './session-windows.ts';

/** Memories of sessions that are not known, whose places are wanted. */
export interface PlacesAsked {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly hits: readonly { readonly id: string; readonly conversation: string }[];
}

/** A session that is told whole. */
export interface WholeSession {
  readonly id: string;
  /** Of its CURRENT memories, in their order. */
  readonly ids: readonly string[];
}

/** A memory of a longer session: with as many ids around it as matter. */
export interface Placing extends Placed {
  readonly id: string;
}

/** Of longer sessions the ids around a hit alone are told: a list of all would be longer than what a search reads else, some 20 KB. */
const longestWhole = 500;

/** Neighbours of the neighbours of a hit are looked at, too. */
const reach = sql.lit(2 * near);

/**
 * Common table expressions `session` and `placed`. A session is the list of its ids, read by the index of sessions: whether it is of the
 * collection is looked at in that (`is true`), where an index of all of the collection might else be read beside it.
 */
export const sessionsOf = ({ accountId, collectionIds, hits }: PlacesAsked): RawBuilder<unknown> => sql`
  session as materialized (
    select met.id, array(
      select memory.id from memory
      where account_id = ${accountId} and (${isAmong(sql.ref('collection_id'), collectionIds)}) is true and conversation_id = met.id
        and status = 'CURRENT'
      order by place, created_at, id) as ids
    from unnest(${[...new Set(hits.map(({ conversation }) => conversation))]}::uuid[]) as met (id)
  ), placed as materialized (
    select hit.id, cardinality(ids) as "sessionSize", at - 1 as ordinal,
      ids[greatest(at - ${reach}, 1):at + ${reach}] as around, greatest(at - ${reach}, 1) - 1 as "aroundFrom"
    from unnest(${hits.map(({ id }) => id)}::uuid[], ${hits.map(({ conversation }) => conversation)}::uuid[])
      as hit (id, conversation)
    join session on session.id = hit.conversation and cardinality(ids) > ${sql.lit(longestWhole)}
    cross join lateral array_position(ids, hit.id) as at
    where at is not null
  )`;

export const wholeSessions = jsonColumns<WholeSession>(
  ['id', 'ids'],
  sql`select id, ids from session where cardinality(ids) <= ${sql.lit(longestWhole)}`,
);

export const placings = jsonColumns<Placing>(
  ['id', 'sessionSize', 'ordinal', 'around', 'aroundFrom'],
  sql`select * from placed`,
);
