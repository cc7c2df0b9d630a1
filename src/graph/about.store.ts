import { sql } from 'kysely';
import { visibleMemories } from '../memory/memory.store.ts';
import type { Memory } from '../memory/memory.ts';
import { holdsNow } from '../memory/memory-conditions.ts';
import { memoryColumns, memoryFromRow } from '../memory/memory-row.ts';
import type { Database } from '../platform/db/database.ts';
import type { GraphScope } from './graph-store.ts';
import { inCollections, visibleMentions } from './visible-graph.store.ts';

/** An entity, and how much it counts. */
export interface WeighedEntity {
  readonly id: string;
  readonly weight: number;
}

/** Entities that bear one of these names, in normal form: the rarer, the more they count. */
export async function bearersOf(
  db: Database,
  { reach, collectionIds }: GraphScope,
  normals: readonly string[],
  limit: number,
): Promise<WeighedEntity[]> {
  return await visibleMentions(db, reach)
    .where(inCollections(collectionIds))
    .where(
      sql<boolean>`mention.entity_id in (
        select entity_id from mention named where named.account_id = ${reach.accountId} and named.normal = any(${normals}::text[]))`,
    )
    .groupBy('mention.entity_id')
    .select(['mention.entity_id as id', sql<number>`1 / ln(1 + count(*)::float8)`.as('weight')])
    .orderBy('weight', 'desc')
    .orderBy('mention.entity_id')
    .limit(limit)
    .execute();
}

/** CURRENT memories that hold now and name some of the entities: those that name most first, then the newest. */
export async function memoriesNaming(
  db: Database,
  { reach, collectionIds }: GraphScope,
  entities: readonly WeighedEntity[],
  limit: number,
): Promise<Memory[]> {
  const named = sql<{ memory_id: string; weight: number }>`(
    select mention.memory_id, sum(weighed.weight) as weight from mention
    join jsonb_to_recordset(${JSON.stringify(entities)}::jsonb) as weighed (id uuid, weight float8)
      on weighed.id = mention.entity_id
    where mention.account_id = ${reach.accountId} group by mention.memory_id)`;
  const rows = await visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .where(holdsNow)
    .where(inCollections(collectionIds))
    .innerJoin(named.as('named'), (join) => join.onRef('named.memory_id', '=', 'memory.id'))
    .select(memoryColumns.map((column) => `memory.${column}` as const))
    .orderBy('named.weight', 'desc')
    .orderBy('memory.created_at', 'desc')
    .orderBy('memory.id')
    .limit(limit)
    .execute();
  return rows.map(memoryFromRow);
}
