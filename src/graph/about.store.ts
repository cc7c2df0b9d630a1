import { sql } from 'kysely';
import type { Memory } from '../memory/memory.ts';
import { columnsOfMemory } from '../memory/memory-columns.ts';
import { isRecalled } from '../memory/memory-conditions.ts';
import { visibleMemories } from '../memory/visible-memories.ts';
import type { Database } from '../platform/db/database.ts';
import type { GraphScope, WeighedEntity } from './graph-store.ts';
import { inCollections, ofMemories } from './visible-graph.store.ts';

/**
 * Maximum number of memories counted per entity. The weight of a more frequent name stays at .14, and nobody would notice the
 * difference (.11 at ten times as many); counting a name that is everywhere in a large account would take half a second.
 */
const mostCounted = 1_000;

/** An entity that a message names. */
interface Bearer extends WeighedEntity {
  /** The memories of the scope that name it, or the newest `mostCounted`. */
  readonly memoryIds: readonly string[];
}

/**
 * Returns entities with one of these names, given in normal form; the rarer, the higher the weight. Mentions are sorted before their
 * memories are read (`offset 0`), as in `memoriesNaming`. For a viewer limited to collections, a memory that they may read has to write
 * the name so: otherwise they would learn that others do.
 */
export async function bearersOf(
  db: Database,
  { reach, collectionIds, memoryIds = null }: GraphScope,
  normals: readonly string[],
  limit: number,
): Promise<Bearer[]> {
  const { accountId } = reach;
  const naming = visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .where(inCollections(collectionIds))
    .where(sql<boolean>`memory.id = mention.memory_id`)
    .select('memory.id');
  const isSaid = reach.within === null ? sql`true` : sql`mention.normal = any(${normals}::text[])`;
  const { rows } = await sql<Bearer>`
    with named as materialized (
      select distinct entity_id from mention where account_id = ${accountId} and normal = any(${normals}::text[])
    )
    select named.entity_id as id, 1 / ln(1 + cardinality(newest.ids)::float8) as weight, newest.ids as "memoryIds"
    from named cross join lateral (
      select array_agg(id) as ids, bool_or(said) as said from (
        select memory.id, mention.said from (
          select memory_id, ${isSaid} as said from mention
          where account_id = ${accountId} and entity_id = named.entity_id and ${ofMemories('mention', memoryIds)}
          order by memory_id desc offset 0
        ) mention cross join lateral (${naming} offset 0) memory limit ${sql.lit(mostCounted)}
      ) seen
    ) newest
    where newest.said order by weight desc, named.entity_id limit ${limit}`.execute(db);
  return rows;
}

/**
 * Returns memories that are CURRENT and valid now, or were so at an instant, and name some of the entities: those that name most first,
 * then the newest. They are sorted before they are read (`offset 0`), so that even of very many no more are read than returned.
 */
export async function memoriesNaming(
  db: Database,
  { reach, collectionIds, memoryIds = null }: GraphScope,
  entities: readonly WeighedEntity[],
  { limit, asOf }: { readonly limit: number; readonly asOf: Date | null },
): Promise<Memory[]> {
  const named = visibleMemories(db, reach)
    .where(isRecalled(asOf))
    .where(inCollections(collectionIds))
    .where(sql<boolean>`memory.id = named.memory_id`)
    .select(columnsOfMemory);
  const { rows } = await sql<Memory>`
    select memory.* from (
      select mention.memory_id, sum(weighed.weight) as weight from mention
      join jsonb_to_recordset(${JSON.stringify(entities)}::jsonb) as weighed (id uuid, weight float8)
        on weighed.id = mention.entity_id
      where mention.account_id = ${reach.accountId} and ${ofMemories('mention', memoryIds)} group by mention.memory_id
      order by weight desc, mention.memory_id desc offset 0
    ) named cross join lateral (${named} offset 0) memory
    order by named.weight desc, named.memory_id desc limit ${limit}`.execute(db);
  return rows;
}
