import { type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Memory } from './memory.ts';
import { columnsOfMemory } from './memory-columns.ts';
import type { RelatedMemory } from './related-memory.ts';
import { visibleMemories } from './visible-memories.ts';

/**
 * Returns, for each memory, up to `first` visible CURRENT ones that were recalled with it, most often first, then newest.
 * Partners are sorted before the join (`offset 0`), so that only the returned memories are read even if there are thousands of
 * partners.
 */
export async function relatedMemories(
  db: Database,
  reach: Reach,
  ids: readonly string[],
  first: number,
): Promise<Map<string, RelatedMemory[]>> {
  const related = visibleMemories(db, reach)
    .where('memory.status', '=', 'CURRENT')
    .where(sql<SqlBool>`memory.id = partner.id`)
    .select(columnsOfMemory);
  const { rows } = await sql<Memory & { readonly parentId: string; readonly coOccurrences: number }>`
    select parent.id::text as "parentId", found.* from unnest(${ids}::uuid[]) as parent (id)
    cross join lateral (
      select memory.*, partner.count as "coOccurrences"
      from (
        select * from (
          select memory_b as id, count from co_occurrence where account_id = ${reach.accountId} and memory_a = parent.id
          union all
          select memory_a, count from co_occurrence where account_id = ${reach.accountId} and memory_b = parent.id
        ) pair order by count desc, id desc offset 0
      ) partner cross join lateral (${related}) memory
      order by partner.count desc, partner.id desc limit ${first}
    ) found
    order by found."coOccurrences" desc, found.id desc`.execute(db);
  const byParent = Map.groupBy(rows, (row) => row.parentId);
  return new Map(
    ids.map((id) => [
      id,
      (byParent.get(id) ?? []).map(({ parentId, coOccurrences, ...memory }) => ({ memory, coOccurrences })),
    ]),
  );
}
