import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { indexedVector, vectorIndexName } from '../../memory/vector-index.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JsonColumns, jsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { onlyRow } from '../../platform/db/only-row.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { isAmong } from './conditions.store.ts';
import { versionOf } from './turn-row.store.ts';

interface SemanticScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
  /** Number of CURRENT memories of the collections. */
  readonly memories: number;
  readonly vector: Vector;
  readonly model: string;
  /** Which memories may be found. */
  readonly conditions: RawBuilder<SqlBool>;
  /** Whether the conditions exclude memories that hold now. */
  readonly isFiltered: boolean;
  readonly limit: number;
}

/**
 * Breadth of the index search (`ef_search`) by number of memories: a larger one takes longer and finds a larger share of the nearest
 * hundred. Measured with conversation turns, many of them similar: of 20,000 memories a breadth of 100 finds .971, 120 .980, 140 .985;
 * of 100,000 200 finds .973, 250 .983, 313 .989; of 1,000,000 700 finds .979, 800 .982, 990 .987.
 */
const [few, many, more] = [
  { memories: 20_000, breadth: 120 },
  { memories: 100_000, breadth: 250 },
  { memories: 1_000_000, breadth: 800 },
] as const;
/** Source: pgvector. */
const mostBreadth = 1_000;

/** Interpolates and extrapolates the measured breadths by a power law. Exported for its test. */
export function breadth(memories: number): number {
  const held = Math.max(memories, few.memories);
  const [from, to] = held <= many.memories ? [few, many] : [many, more];
  const growth = Math.log(to.breadth / from.breadth) / Math.log(to.memories / from.memories);
  return Math.min(Math.round(from.breadth * (held / from.memories) ** growth), mostBreadth);
}

/**
 * Breadth that the scope needs: with a filter, the maximum, as it removes candidates. Multiplied by how many times larger the index,
 * which accounts share, is than the scope, since only that part of the candidates is in scope.
 */
const wanted = ({ memories, isFiltered }: SemanticScope) =>
  sql`ceil(${isFiltered ? mostBreadth : breadth(memories)}::float8 * greatest(1, pg_class.reltuples / ${memories}::float8))`;
const candidates = (asked: SemanticScope) => sql`least(${mostBreadth}, ${wanted(asked)})::int`;

/** Cost of a candidate in vectors that a scan compares: some 50 µs (12 ms for 250 of 100,000) against .8 µs. */
const candidateCost = 60;
/** Least share of the wanted breadth: less of it finds too few of the nearest. Of 100,000, 150 find .96, 100 find .92. */
const leastShare = 0.5;

/** Whether the index can yield enough candidates for the scope at a lower cost than a scan. */
const pays = (asked: SemanticScope) => sql`
  ${leastShare}::float8 * ${wanted(asked)} <= ${mostBreadth}
  and ${candidateCost}::float8 * ${candidates(asked)} < ${asked.memories}::float8`;

/** A memory that is near the question in meaning. */
export interface Near {
  readonly id: string;
  /** See TurnRow. */
  readonly version: string;
  readonly collection: string;
  readonly conversation: string | null;
}

export const nearFields = ['id', 'version', 'collection', 'conversation'] as const satisfies readonly (keyof Near)[];

interface NearestRow {
  /** Whether the index could be read and returned as many as the limit. */
  readonly complete: boolean;
  readonly hits: JsonColumns<Near>;
}

/** Returns the nearest of a large scope, in order: by the index or, if that is missing, returns less than the limit or costs more, by a scan. */
export async function findNearest(db: Database, asked: SemanticScope): Promise<readonly Near[]> {
  const byIndex = await onlyRow(db, indexStatement(asked));
  return rowsOf((byIndex.complete ? byIndex : await onlyRow(db, scanStatement(asked))).hits);
}

/** A common table expression `semantic (id, version, collection, conversation, rank)` for a small scope, by a scan. */
export const semanticArm = (asked: SemanticScope): RawBuilder<unknown> => sql`
  semantic as materialized (
    select id, version, collection, conversation, row_number() over (order by distance, id) as rank from (${scan(asked)}) best)`;

/** If a filter leaves more memories than these, walking them by distance soon finds enough. */
const fewLeft = 5_000;

/**
 * Scans the whole scope or, if a filter leaves few memories, only those. Checking memories by distance until a hundred match takes
 * half a second if only twenty of 100,000 do.
 */
const scanStatement = (asked: SemanticScope): RawBuilder<NearestRow> =>
  asked.isFiltered
    ? sql<NearestRow>`
  with matching as materialized (
    select id, xmin::text as version, collection_id as collection, conversation_id as conversation from memory where ${asked.conditions}
    limit ${fewLeft + 1}
  ), few as materialized (select count(*) <= ${fewLeft} as yes from matching)
  select true as complete, ${jsonColumns<Near>(
    nearFields,
    sql`select * from (
        (select matching.*, e.vector <=> ${vectorLiteral(asked.vector.values)} as distance
        from matching cross join lateral (
          select vector from memory_embedding
          where account_id = ${asked.accountId} and memory_id = matching.id and model = ${asked.model} offset 0) e
        where (select yes from few))
        union all (${scan(asked, sql`not (select yes from few)`)})
      ) near order by distance, id limit ${asked.limit}`,
  )} as hits`
    : sql<NearestRow>`select true as complete, ${jsonColumns<Near>(nearFields, scan(asked))} as hits`;

/**
 * Reads the index if it exists and pays, and scans what is not indexed yet. Exported so that tests can check its plan.
 * The settings end with the transaction; joining them makes sure that they are set before the index is read. `iterative_scan` is off:
 * pgvector would reach the limit by filling up with whatever it met on the way.
 */
export const indexStatement = (asked: SemanticScope): RawBuilder<NearestRow> => sql<NearestRow>`
  with chance as materialized (
    select set_config('hnsw.iterative_scan', 'off', true) as iterative,
      set_config('hnsw.ef_search', (${candidates(asked)})::text, true) as breadth
    from pg_class join pg_index on pg_index.indexrelid = pg_class.oid
    where pg_class.oid = to_regclass(current_schema() || '.' || ${vectorIndexName(asked.model)}) and pg_index.indisvalid
      and ${pays(asked)}
  ), indexed as materialized (
    select found.* from chance cross join lateral (
      select ${ofMemory}, ${indexedDistance(asked)} as distance
      from memory_embedding e ${withMemory(asked, sql`e.memory_id`)}
      where e.model = ${sql.lit(asked.model)} and e.ann and e.account_id = ${asked.accountId}
        and ${isAmong(sql.ref('e.collection_id'), asked.collectionIds)} and ${asked.conditions} and chance.breadth is not null
      order by distance limit ${asked.limit}
    ) found
  ), complete as materialized (select count(*) = ${asked.limit} as yes from indexed)
  select (select yes from complete) as complete, ${jsonColumns<Near>(
    nearFields,
    sql`select * from (
        select * from indexed where (select yes from complete)
        union all (${scan(asked, sql`(select yes from complete) and not e.ann`)})
      ) near order by distance, id limit ${asked.limit}`,
  )} as hits`;

/** Exact. Sorts bare distances first, so that few memories are looked at and no vector passes through the sort. */
const scan = (asked: SemanticScope, which: RawBuilder<unknown> = sql`true`) => sql`
  select ${ofMemory}, near.distance
  from (
    select e.memory_id, e.vector <=> ${vectorLiteral(asked.vector.values)} as distance from memory_embedding e
    where e.account_id = ${asked.accountId} and ${isAmong(sql.ref('e.collection_id'), asked.collectionIds)}
      and e.model = ${asked.model} and ${which} order by distance, e.memory_id offset 0
  ) near ${withMemory(asked, sql`near.memory_id`)}
  where ${asked.conditions} order by near.distance, near.memory_id limit ${asked.limit}`;

/**
 * Reads one memory by its key for each vector, in their order. With a plain join, the planner would expect one row per table for a
 * new account and compare every vector with every memory.
 */
const withMemory = ({ accountId }: SemanticScope, id: RawBuilder<unknown>) => sql`
  cross join lateral (
    select *, ${versionOf} as version from memory where memory.account_id = ${accountId} and memory.id = ${id} offset 0) memory`;

const ofMemory = sql`memory.id, memory.version, memory.collection_id as collection, memory.conversation_id as conversation`;

const indexedDistance = ({ vector }: SemanticScope) => {
  const dimensions = vector.values.length;
  return sql`${indexedVector(sql`e.vector`, dimensions)} <=> ${vectorLiteral(vector.values)}::halfvec(${sql.lit(dimensions)})`;
};
