import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { TurnRole } from '../ranking/turn.ts';
import type { Asked } from './conditions.store.ts';
import type { TermCounts } from './rarest-stems.ts';
import { stemScore, stemWeights } from './stem-weights.store.ts';

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
  /** Null outside of the pool: nobody asks for it. */
  readonly terms: string | null;
  readonly pieces: readonly number[];
  readonly patterns: number;
  readonly lexical: number;
  readonly cosine: number;
  /** Equal for memories that say the same; null outside of the pool. */
  readonly content: string | null;
}

export interface TurnsRequest extends Asked {
  readonly stems: readonly string[];
  readonly counts: TermCounts;
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
 * The pool with the neighbours of its seeds, and the turns around all of them: no content is read. A session is the list of its
 * ids, read by an index alone; who stands next to whom is looked up in it. Whatever has a key is read by it, one by one
 * (`offset 0`): a join would scan the whole scope.
 */
export async function readTurns(db: Database, request: TurnsRequest): Promise<TurnsFound> {
  const { reach, collectionIds, memberIds, seedIds, vector, model, stems } = request;
  const { accountId } = reach;
  const inScope = sql`account_id = ${accountId} and collection_id = any(${collectionIds}::uuid[])`;
  // There are no more, so that the limits cut nothing: they tell the planner, who would prepare for a thousand times as many.
  const mostMembers = memberIds.length + 2 * near * seedIds.length;
  const cosine = vector ? sql`coalesce(1 - (e.vector <=> ${vectorLiteral(vector.values)}), 0)` : sql`0`;
  const { rows } = await sql<TurnsFound>`
    with ${stemWeights(request)}, given as materialized (
      select id, conversation_id from memory where account_id = ${accountId} and id = any(${memberIds}::uuid[])
    ), session as materialized (
      select met.id, array(
        select memory.id from memory
        where ${inScope} and conversation_id = met.id and status = 'CURRENT'
        order by place, created_at, id) as ids
      from (select distinct conversation_id as id from given where conversation_id is not null) met
    ), placed as materialized (
      select given.id, given.conversation_id, array_position(session.ids, given.id) as place
      from given left join session on session.id = given.conversation_id
    ), joining as (
      select beside.id, beside.conversation_id, beside.place
      from (${beside(sql`select * from placed where id = any(${seedIds}::uuid[])`)}) beside
      cross join lateral (select * from memory where account_id = ${accountId} and id = beside.id offset 0) memory
      where ${request.mayJoin} and beside.id <> all(${memberIds}::uuid[])
    ), member as materialized (
      select id, conversation_id, place, true as "inPool" from placed
      union all select id, conversation_id, place, true from joining
      limit ${mostMembers}
    ), wanted as materialized (
      select * from member
      union all
      select beside.id, beside.conversation_id, beside.place, false from (${beside(sql`select * from member`)}) beside
      where beside.id not in (select id from member)
      limit ${mostMembers * (2 * near + 1)}
    ), turn as materialized (
      select memory.id, wanted."inPool", coalesce(memory.conversation_id, memory.id) as session,
        coalesce(wanted.place - 1, 0) as ordinal,
        case when wanted.place is null then 1 else cardinality(session.ids) end as "sessionSize",
        memory.speaker, memory.role,
        (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
        memory.term_count as "termCount", case when wanted."inPool" then memory.terms end as terms, memory.pieces,
        memory.patterns, ${stemScore(stems)}::float8 as lexical, (${cosine})::float8 as cosine,
        case when wanted."inPool" then encode(memory.content_hash, 'hex') end as content
      from weights cross join wanted
      cross join lateral (
        select * from memory where account_id = ${accountId} and id = wanted.id offset 0) memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join session on session.id = wanted.conversation_id
      left join memory_embedding e on e.account_id = ${accountId} and e.memory_id = memory.id and e.model = ${model}
    )
    select coalesce((select json_agg(turn) from turn), '[]') as turns,
      coalesce((
        select json_object_agg(term, memories) from (
          select term, sum(memories) as memories from term_statistic
          where ${inScope} and kind = 'word' and term = any(array(
            select distinct unnest(tsvector_to_array(terms)) from turn where "inPool"))
          group by term) counted
      ), '{}') as words`.execute(db);
  return rows[0] ?? { turns: [], words: {} };
}

/** Who stands up to two places from those of `placed` in their sessions, themselves too. */
const beside = (placed: RawBuilder<unknown>) => sql`
  select distinct session.ids[at] as id, placed.conversation_id, at as place
  from (${placed}) placed join session on session.id = placed.conversation_id
  cross join lateral generate_series(
    greatest(placed.place - ${near}::int, 1), least(placed.place + ${near}::int, cardinality(session.ids))) as at`;
