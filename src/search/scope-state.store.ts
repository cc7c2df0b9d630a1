import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';

/**
 * Identifies what rankings in one collection depend on, from rows of `collection` and its `stream`: the revision of its memories, and
 * the progress of the consumers that, after the writes, count words, read texts for the graph, and copy it to Neo4j.
 */
export const stateOfCollection = sql<string>`concat_ws(' ', collection.id, stream.memory_revision, (
  select string_agg(name || seq, ' ' order by name) from consumer
  where account_id = collection.account_id and kind = 'collection' and stream_id = collection.id
    and name in ('statistics', 'graph', 'neo4j')))`;

/** The same for all collections of a scope, given as a table with `id` and `state`. */
export const stateOfScope = (collections: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql<string | null>`(select md5(string_agg(state, ',' order by id)) from ${collections})`;

/** Condition on rows of `collection`: the row `asked`, with `account_id`, `within` and `ids`, asks for them. */
export const isAskedFor = sql<SqlBool>`collection.account_id = asked.account_id and collection.deleted_at is null
  and (asked.within is null or collection.path && asked.within) and (asked.ids is null or collection.path && asked.ids)`;

/** Condition on rows of a collection: it is among the rows `chosen`, which are those that `asked` asks for. */
export const isChosen = sql<SqlBool>`account_id = asked.account_id and collection_id = any(array(select id from chosen))`;

/** The collections of a question: those given with all below them or, if null, all within reach. */
export interface AskedCollections {
  readonly reach: Reach;
  readonly collectionIds: readonly string[] | null;
}

/**
 * Identifies, for each of many questions, everything that its ranking depends on: the collections that it reaches and their states
 * (see `stateOfCollection`). Equal states, equal rankings. Null if no collection is reached.
 */
export async function scopeStates(db: Database, asked: readonly AskedCollections[]): Promise<(string | null)[]> {
  const rows = asked.map(({ reach, collectionIds }, place) => ({
    place,
    account_id: reach.accountId,
    within: reach.within,
    ids: collectionIds,
  }));
  const { rows: found } = await sql<{ place: number; state: string | null }>`${prepared}
    select asked.place, ${stateOfScope(sql`(
      select collection.id, ${stateOfCollection} as state from collection
      join stream on stream.account_id = collection.account_id and stream.kind = 'collection' and stream.id = collection.id
      where ${isAskedFor}
    ) as collections`)} as state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as asked (place int, account_id text, within uuid[], ids uuid[])`.execute(db);
  const states = new Map(found.map(({ place, state }) => [place, state]));
  return asked.map((_, place) => states.get(place) ?? null);
}
