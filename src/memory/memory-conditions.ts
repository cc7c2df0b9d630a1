import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { JsonObject } from '../platform/json-object.ts';
import type { MemoryFilter } from './memory-filter.ts';

/** The filter as a condition on the row `memory`, its status included. */
export const matches = (filter: MemoryFilter): RawBuilder<SqlBool> =>
  and([sql`memory.status = any(${filter.statuses ?? ['CURRENT']}::text[])`, ...restrictions(filter)]);

/** Whether a filter leaves all CURRENT memories, and no others. */
export const isAllCurrent = (filter: MemoryFilter): boolean => {
  const statuses = new Set(filter.statuses ?? ['CURRENT']);
  return statuses.size === 1 && statuses.has('CURRENT') && restrictions(filter).length === 0;
};

/** All of the filter but its status, which means something else at another time. */
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
  // Of a memory without metadata nobody knows what it contains, says the database.
  if (filter.metadataNone) parts.push(sql`(memory.metadata @> ${anyOf(filter.metadataNone)}) is not true`);
  if (filter.metadataFrom) parts.push(isBounded(filter.metadataFrom, sql`>=`));
  if (filter.metadataTo) parts.push(isBounded(filter.metadataTo, sql`<=`));
  return parts;
}

/** From so many on it is quicker to look each tag of a memory up than to compare it with all. */
const manyTags = 32;

const hasOneOf = (tags: readonly string[]) =>
  tags.length < manyTags
    ? sql`memory.tags && ${tags}::text[]`
    : sql`exists (select from unnest(memory.tags) tag where tag = any(${tags}::text[]))`;

const anyOf = (objects: readonly JsonObject[]) => sql`any(${objects.map((object) => JSON.stringify(object))}::jsonb[])`;

/** Whether the metadata has each of these entries, as a number where it is one and as a text else, on one side of it. Texts are compared sign by sign, whatever the database's language. */
const isBounded = (bounds: JsonObject, side: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  not exists (select from jsonb_each(${JSON.stringify(bounds)}::jsonb) bound where (
    jsonb_typeof(memory.metadata -> bound.key) = jsonb_typeof(bound.value) and case jsonb_typeof(bound.value)
      when 'number' then (memory.metadata -> bound.key) ${side} bound.value
      else (memory.metadata ->> bound.key) collate "C" ${side} (bound.value #>> '{}') end) is not true)`;

/** No tag and no speaker's name is empty: this stands for those that the database cannot even read, and that no memory has. Each once. */
const known = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => (name.includes('\u0000') ? '' : name))),
];

export const and = (parts: readonly RawBuilder<unknown>[]): RawBuilder<SqlBool> =>
  parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;

/**
 * What began to hold no later than it was stored has begun, whatever the clock says: that of a replica may be behind the one that it was stored by, a clock
 * may have been set back, and a transaction may have begun before.
 */
export const hasBegun = sql<SqlBool>`memory.valid_from <= greatest(memory.created_at, now())`;

/** Recall means what holds now; a list looks at the status alone. */
export const holdsNow = sql<SqlBool>`${hasBegun} and (memory.valid_to is null or memory.valid_to > now())`;

/** False of memories whose conversation is deleted and not yet erased, however many of those there are. */
export const isOfLivingConversation = ({ accountId }: Pick<Reach, 'accountId'>) => sql<SqlBool>`
  (memory.conversation_id is null or memory.conversation_id not in (
    select id from conversation where account_id = ${accountId} and deleted_at is not null))`;

/** Whether this transaction has hidden the row `conversation`: the column keeps milliseconds. */
export const isHiddenNow = sql<SqlBool>`conversation.deleted_at = now()::timestamptz(3)`;
