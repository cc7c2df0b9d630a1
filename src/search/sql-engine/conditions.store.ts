import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../../collection/reach.ts';
import { and, holdsAt, isOfLivingConversation, restrictions } from '../../memory/memory-conditions.ts';
import type { MemoryFilter } from '../../memory/memory-filter.ts';
import { isOfCurrent, statusesOf } from '../search.ts';

/** The memories that a search is about. */
export interface MemoriesAsked {
  readonly reach: Reach;
  readonly collectionIds: readonly string[];
  readonly filter: MemoryFilter;
  readonly asOf: Date | null;
  /** See `Asked`. */
  readonly withoutRepeatsOf?: readonly string[];
}

/** By default a memory may be found if it is CURRENT and valid now or, with `asOf`, if it was so then; `filter.statuses` replaces the status. */
export function conditions(asked: MemoriesAsked): RawBuilder<SqlBool> {
  const { reach, filter, asOf, withoutRepeatsOf = [] } = asked;
  const parts = [inCollections(asked, statusesOf(asked)), holdsAt(asOf), ...restrictions(filter)];
  return and(withoutRepeatsOf.length === 0 ? parts : [...parts, isNoRepeatOf(withoutRepeatsOf, reach)]);
}

/** A repeat has the same content and speaker as one of the memories, and is none of them. */
const isNoRepeatOf = (ids: readonly string[], { accountId }: Reach): RawBuilder<SqlBool> => sql`
  (memory.id = any(${ids}::uuid[]) or (memory.content_hash, coalesce(memory.speaker, '')) not in (
    select content_hash, coalesce(speaker, '') from memory where account_id = ${accountId} and id = any(${ids}::uuid[])))`;

/** Statistics cover all CURRENT memories, whatever the filter; if other statuses or a past instant are asked for, only what may be found. */
export const statisticConditions = (asked: MemoriesAsked): RawBuilder<SqlBool> =>
  isOfCurrent(asked) ? inCollections(asked, ['CURRENT']) : conditions(asked);

const inCollections = ({ reach, collectionIds }: MemoriesAsked, statuses: readonly string[]): RawBuilder<SqlBool> =>
  and([
    sql`memory.account_id = ${reach.accountId}`,
    isAmong(sql`memory.collection_id`, collectionIds),
    sql`memory.status = any(${statuses}::text[])`,
    isOfLivingConversation(reach),
  ]);

/** Without filters there are few different statement texts; others must not be prepared, as they would fill the connection's memory and never recur. */
export const isUsual = ({ asOf, filter, withoutRepeatsOf = [] }: MemoriesAsked): boolean =>
  asOf === null && withoutRepeatsOf.length === 0 && Object.values(filter).every((part) => part == null);

export interface CollectionScope {
  readonly accountId: string;
  readonly collectionIds: readonly string[];
}

/** Condition on rows of these collections, whose ids are in a column. */
export const isInScope = ({ accountId, collectionIds }: CollectionScope, column = 'collection_id') =>
  sql<SqlBool>`account_id = ${accountId} and ${isAmong(sql.ref(column), collectionIds)}`;

/** Uses an equality for a single collection, the most frequent case: for a list, a generic plan assumes ten elements. */
export function isAmong(column: RawBuilder<unknown>, collectionIds: readonly string[]): RawBuilder<SqlBool> {
  const [only, ...others] = collectionIds;
  return only !== undefined && others.length === 0
    ? sql<SqlBool>`${column} = ${only}::uuid`
    : sql<SqlBool>`${column} = any(${collectionIds}::uuid[])`;
}
