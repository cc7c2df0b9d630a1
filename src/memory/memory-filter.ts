import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { JsonObject } from '../platform/json-object.ts';
import type { MemoryKind, MemoryStatus, MemoryTier } from './memory.ts';

/** Which memories a list or a search is about. What is absent does not restrict; `statuses` defaults to CURRENT. */
export interface MemoryFilter {
  readonly kinds?: readonly MemoryKind[] | null | undefined;
  readonly tiers?: readonly MemoryTier[] | null | undefined;
  readonly statuses?: readonly MemoryStatus[] | null | undefined;
  readonly tagsAll?: readonly string[] | null | undefined;
  readonly tagsAny?: readonly string[] | null | undefined;
  readonly tagsNone?: readonly string[] | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
  /** Containment, as jsonb's `@>`. */
  readonly metadata?: JsonObject | null | undefined;
}

/** The filter as a condition on the row `memory`, its status included. */
export const matches = (filter: MemoryFilter): RawBuilder<SqlBool> =>
  and([sql`memory.status = any(${filter.statuses ?? ['CURRENT']}::text[])`, ...restrictions(filter)]);

/** All of the filter but its status, which means something else at another time. */
export function restrictions(filter: MemoryFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  if (filter.kinds) parts.push(sql`memory.kind = any(${filter.kinds}::text[])`);
  if (filter.tiers) parts.push(sql`memory.tier = any(${filter.tiers}::text[])`);
  if (filter.tagsAll) parts.push(sql`memory.tags @> ${filter.tagsAll}::text[]`);
  if (filter.tagsAny) parts.push(sql`memory.tags && ${filter.tagsAny}::text[]`);
  if (filter.tagsNone) parts.push(sql`not memory.tags && ${filter.tagsNone}::text[]`);
  if (filter.createdAfter) parts.push(sql`memory.created_at > ${filter.createdAfter}`);
  if (filter.createdBefore) parts.push(sql`memory.created_at < ${filter.createdBefore}`);
  if (filter.metadata) parts.push(sql`memory.metadata @> ${JSON.stringify(filter.metadata)}::jsonb`);
  return parts;
}

export const and = (parts: readonly RawBuilder<unknown>[]): RawBuilder<SqlBool> =>
  parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
