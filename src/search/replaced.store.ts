import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isOfLivingConversation } from '../memory/memory-conditions.ts';
import { mostReplaced } from './stand-ins.ts';

/**
 * Rows `memory (id, superseded_by, …)`: the SUPERSEDED memories that were replaced last in collections of an account, read by the index
 * `memory_replaced`.
 */
export const newestReplaced = (accountId: string, collectionIds: readonly string[]): RawBuilder<unknown> => sql`(
  select memory.* from unnest(${collectionIds}::uuid[]) chosen (id) cross join lateral (
    select id, superseded_by, terms, term_count from memory
    where account_id = ${accountId} and collection_id = chosen.id and superseded_by is not null and status = 'SUPERSEDED'
      and ${isOfLivingConversation({ accountId })}
    order by superseded_by desc, id limit ${sql.lit(mostReplaced)}
  ) memory order by superseded_by desc, id limit ${sql.lit(mostReplaced)}) memory`;

/** Whether memories of the collections were replaced; not exactly, as their replacements may be gone. */
export const anyReplaced = (accountId: RawBuilder<unknown>, collectionIds: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from memory
    where account_id = ${accountId} and collection_id = any(${collectionIds}) and superseded_by is not null)`;
