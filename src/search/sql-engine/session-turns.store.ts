import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { TurnRole } from '../ranking/turn.ts';

/** A turn as the database keeps it. */
export interface TurnRow {
  readonly id: string;
  readonly inPool: boolean;
  /** Id of the conversation, or of the memory itself where it comes from none. */
  readonly session: string;
  readonly ordinal: number;
  readonly sessionSize: number;
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  readonly termCount: number;
  readonly terms: string;
  readonly pieces: readonly number[];
  readonly patterns: number;
  readonly cosine: number;
  /** Equal for memories that say the same. */
  readonly content: string;
}

export interface TurnsRequest {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  readonly memberIds: readonly string[];
  /** Members whose neighbours join the pool. */
  readonly seedIds: readonly string[];
  /** What may join: the conditions of the search. */
  readonly mayJoin: RawBuilder<SqlBool>;
  readonly vector: Vector | null;
  readonly model: string;
}

export interface TurnsFound {
  readonly turns: readonly TurnRow[];
  /** How many memories have a stem in speaker or text, for the stems of the pool. */
  readonly words: Readonly<Record<string, number>>;
}

/** How far a turn's neighbours reach. Source: retrieval recipe, stage 1, points 3 and 5. */
const near = 2;

/**
 * The pool with the neighbours of its seeds, and the turns around all of them: no content is read. Sessions and
 * turns are read one by one by their indexes (`offset 0`): a join would scan the whole scope.
 */
export async function readTurns(db: Database, request: TurnsRequest): Promise<TurnsFound> {
  const { accountId, collectionIds, memberIds, seedIds, vector, model } = request;
  // There are no more, so that the limits cut nothing: they tell the planner, who would compile a plan for thousands.
  const mostMembers = memberIds.length + 2 * near * seedIds.length;
  const inScope = sql`memory.account_id = ${accountId} and memory.collection_id = any(${collectionIds}::uuid[])`;
  const cosine = vector ? sql`coalesce(1 - (e.vector <=> ${vectorLiteral(vector.values)}), 0)` : sql`0`;
  const { rows } = await sql<TurnsFound>`
    with met as materialized (
      select distinct conversation_id as id from memory
      where account_id = ${accountId} and id = any(${memberIds}::uuid[]) and conversation_id is not null
    ), session as materialized (
      select memory.id, memory.conversation_id, ${request.mayJoin} as may_join,
        (row_number() over (partition by conversation_id order by place, memory.created_at, memory.id) - 1)::int as ordinal,
        (count(*) over (partition by conversation_id))::int as size
      from met cross join lateral (
        select * from memory where account_id = ${accountId} and conversation_id = met.id offset 0) memory
      where ${inScope} and memory.status = 'CURRENT'
    ), member as (
      select unnest(${memberIds}::uuid[]) as id
      union
      select beside.id from session seed join session beside on beside.conversation_id = seed.conversation_id
        and beside.ordinal between seed.ordinal - ${near}::int and seed.ordinal + ${near}::int
      where seed.id = any(${seedIds}::uuid[]) and beside.may_join
      limit ${mostMembers}
    ), wanted as (
      select id from member
      union
      select beside.id from session placed join session beside on beside.conversation_id = placed.conversation_id
        and beside.ordinal between placed.ordinal - ${near}::int and placed.ordinal + ${near}::int
      where placed.id in (select id from member)
      limit ${mostMembers * (2 * near + 1)}
    ), turn as materialized (
      select memory.id, memory.id in (select id from member) as "inPool",
        coalesce(memory.conversation_id, memory.id) as session, coalesce(session.ordinal, 0) as ordinal,
        coalesce(session.size, 1) as "sessionSize", memory.speaker, memory.role,
        (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
        memory.term_count as "termCount", memory.terms, memory.pieces, memory.patterns, (${cosine})::float8 as cosine,
        encode(memory.content_hash, 'hex') as content
      from wanted cross join lateral (
        select * from memory where account_id = ${accountId} and id = wanted.id offset 0) memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join session on session.id = memory.id
      left join memory_embedding e on e.account_id = ${accountId} and e.memory_id = memory.id and e.model = ${model}
    )
    select coalesce((select json_agg(turn) from turn), '[]') as turns,
      coalesce((
        select json_object_agg(term, memories) from (
          select term, sum(memories) as memories from term_statistic
          where account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[]) and kind = 'word'
            and term in (select unnest(tsvector_to_array(terms)) from turn where "inPool")
          group by term) counted
      ), '{}') as words`.execute(db);
  return rows[0] ?? { turns: [], words: {} };
}
