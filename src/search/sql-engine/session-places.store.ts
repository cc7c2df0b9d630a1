import { type RawBuilder, sql } from 'kysely';
import { near } from './session-windows.ts';

/** Neighbours of the neighbours of a hit are looked at, too. */
const reach = 2 * near;

/**
 * Common table expressions: `placed`, all of `hit` with where each stands in its session, and who stands around it. A session is
 * the list of its ids, read by an index alone.
 */
export const sessionPlaces = (accountId: string, collectionIds: readonly string[]): RawBuilder<unknown> => sql`
  session as materialized (
    select met.id, array(
      select memory.id from memory
      where account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[]) and conversation_id = met.id
        and status = 'CURRENT'
      order by place, created_at, id) as ids
    from (select distinct conversation as id from hit where conversation is not null) met
  ), placed as materialized (
    select hit.*, case when at is null then 1 else cardinality(ids) end as "sessionSize", coalesce(at - 1, 0) as ordinal,
      coalesce(ids[greatest(at - ${sql.lit(reach)}, 1):at + ${sql.lit(reach)}], '{}') as around,
      greatest(at - ${sql.lit(reach)}, 1) - 1 as "aroundFrom"
    from hit
    left join session on session.id = hit.conversation
    left join lateral array_position(ids, hit.id) as at on true
  )`;
