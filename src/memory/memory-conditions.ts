import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { JsonObject } from '../platform/json-object.ts';
import type { MemoryFilter } from './memory-filter.ts';

/** The filter as a condition on the row `memory`, its status included. */
export const matches = (filter: MemoryFilter): RawBuilder<SqlBool> =>
  and([sql`memory.status = any(${filter.statuses ?? ['CURRENT']}::text[])`, ...restrictions(filter)]);

/** Whether a filter selects exactly the CURRENT memories. */
export const isAllCurrent = (filter: MemoryFilter): boolean => {
  const statuses = new Set(filter.statuses ?? ['CURRENT']);
  return statuses.size === 1 && statuses.has('CURRENT') && restrictions(filter).length === 0;
};

/** All conditions of the filter but the status, which has another meaning at a past instant. */
export function restrictions(filter: MemoryFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [];
  if (filter.kinds) parts.push(sql`memory.kind = any(${filter.kinds}::text[])`);
  if (filter.tiers) parts.push(sql`memory.tier = any(${filter.tiers}::text[])`);
  if (filter.tagsAll) parts.push(sql`memory.tags @> ${known(filter.tagsAll)}::text[]`);
  if (filter.tagsAny) parts.push(hasOneOf(known(filter.tagsAny)));
  if (filter.tagsNone) parts.push(sql`not ${hasOneOf(known(filter.tagsNone))}`);
  if (filter.createdAfter) parts.push(sql`memory.created_at > ${filter.createdAfter}`);
  if (filter.createdBefore) parts.push(sql`memory.created_at < ${filter.createdBefore}`);
  if (filter.validFromAfter) parts.push(sql`memory.valid_from > ${filter.validFromAfter}`);
  if (filter.validFromBefore) parts.push(sql`memory.valid_from < ${filter.validFromBefore}`);
  if (filter.speakers) parts.push(sql`memory.speaker = any(${known(filter.speakers)}::text[])`);
  if (filter.conversations) parts.push(sql`memory.conversation_id = any(${filter.conversations}::uuid[])`);
  if (filter.metadata) parts.push(sql`memory.metadata @> ${JSON.stringify(filter.metadata)}::jsonb`);
  if (filter.metadataAny) parts.push(sql`memory.metadata @> ${anyOf(filter.metadataAny)}`);
  // Without metadata, `@>` is null, which has to count as not containing it.
  if (filter.metadataNone) parts.push(sql`(memory.metadata @> ${anyOf(filter.metadataNone)}) is not true`);
  if (filter.metadataFrom) parts.push(isBounded(filter.metadataFrom, '>='));
  if (filter.metadataTo) parts.push(isBounded(filter.metadataTo, '<='));
  return parts;
}

/** From this many tags on, looking up each tag of a memory is faster than comparing it with all. */
const manyTags = 32;

const hasOneOf = (tags: readonly string[]) =>
  tags.length < manyTags
    ? sql`memory.tags && ${tags}::text[]`
    : sql`exists (select from unnest(memory.tags) tag where tag = any(${tags}::text[]))`;

const anyOf = (objects: readonly JsonObject[]) => sql`any(${objects.map((object) => JSON.stringify(object))}::jsonb[])`;

/**
 * Whether each entry of the metadata is on the given side of its bound. Numbers compare with numbers, and texts by code point, whatever the
 * database's locale. It is one path for all bounds: looking up each of them took twice as long.
 */
function isBounded(bounds: JsonObject, side: '>=' | '<='): RawBuilder<unknown> {
  const sides = Object.entries(bounds).map(
    ([key, bound]) => `$.${JSON.stringify(key)} ${side} ${JSON.stringify(bound)}`,
  );
  return sides.length === 0 ? sql`true` : sql`memory.metadata @@ ${`strict ${sides.join(' && ')}`}::jsonpath`;
}

/** Deduplicates names. Postgres cannot store U+0000, so no memory has such a name; '' stands for it, which no tag or speaker is. */
const known = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => (name.includes('\u0000') ? '' : name))),
];

export const and = (parts: readonly RawBuilder<unknown>[]): RawBuilder<SqlBool> =>
  parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;

/**
 * Whether a memory has begun to hold. One whose start is not after its creation has, whatever the clock says: a replica's clock
 * may be behind, a clock may have been set back, or the transaction may have begun earlier.
 */
export const hasBegun = sql<SqlBool>`memory.valid_from <= greatest(memory.created_at, now())`;

/** Condition for recall: valid now. Lists look only at the status. */
export const holdsNow = sql<SqlBool>`${hasBegun} and (memory.valid_to is null or memory.valid_to > now())`;

/** Whether a memory is valid now (null), or was at an instant. */
export function holdsAt(asOf: Date | null): RawBuilder<SqlBool> {
  if (asOf === null) return holdsNow;
  const at = sql`${asOf}::timestamptz`;
  return sql`memory.valid_from <= ${at} and (memory.valid_to is null or memory.valid_to > ${at})`;
}

/** Condition for recall without a query: CURRENT and valid now or, as of an instant, valid then and not forgotten since. */
export const isRecalled = (asOf: Date | null): RawBuilder<SqlBool> =>
  sql`memory.status ${asOf ? sql`in ('CURRENT', 'SUPERSEDED')` : sql`= 'CURRENT'`} and ${holdsAt(asOf)}`;

/** Whether an assistant or a program said it. */
export const isSaidByAgent = sql<SqlBool>`coalesce(memory.role in ('ASSISTANT', 'TOOL', 'SYSTEM'), false)`;

/** False for memories of conversations that are deleted but not yet erased; efficient however many there are. */
export const isOfLivingConversation = ({ accountId }: Pick<Reach, 'accountId'>) => sql<SqlBool>`
  (memory.conversation_id is null or memory.conversation_id not in (
    select id from conversation where account_id = ${accountId} and deleted_at is not null))`;

/** True for memories of such conversations: looked up for each memory, in statements about several accounts. */
export const isOfHiddenConversation = sql<SqlBool>`exists (
  select from conversation where conversation.account_id = memory.account_id
    and conversation.id = memory.conversation_id and conversation.deleted_at is not null)`;

/** Whether a memory, read with its `collection`, is in nothing that was deleted. */
export const isStillThere = (of: Pick<Reach, 'accountId'>) => sql<SqlBool>`
  (collection.deleted_at is null and ${isOfLivingConversation(of)})`;

/** Whether it is CURRENT, too: of others nothing more is told to a model or to a copy. */
export const isStillTold = (of: Pick<Reach, 'accountId'>) => sql<SqlBool>`
  (memory.status = 'CURRENT' and ${isStillThere(of)})`;

/** Whether this transaction has hidden the row `conversation`, or `collection`: the columns keep milliseconds. */
export const isHiddenNow = sql<SqlBool>`conversation.deleted_at = now()::timestamptz(3)`;
export const isCollectionHiddenNow = sql<SqlBool>`collection.deleted_at = now()::timestamptz(3)`;

/**
 * Whether a memory became CURRENT again after its validity had ended: then time alone does not retire it once more. Its history is
 * looked up by key (`offset 0`): for an account that is new to the statistics, a join might scan all histories.
 */
export const wasRestoredAfterItsEnd = sql<SqlBool>`exists (
  select from memory_revision restored join memory_revision former on former.account_id = restored.account_id
    and former.memory_id = restored.memory_id and former.revision = restored.revision - 1 and former.status <> 'CURRENT'
  where restored.account_id = memory.account_id and restored.memory_id = memory.id and restored.status = 'CURRENT'
    and restored.at >= memory.valid_to offset 0)`;
