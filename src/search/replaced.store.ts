import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Number of the newest replacements in the collections that are looked at: some 5 µs each. */
const mostReplaced = 1_000;

/** Rows `memory (id, superseded_by, …)` that were replaced last in collections of an account, read by the index `memory_replaced`. */
export const newestReplaced = (accountId: RawBuilder<unknown>, collectionIds: RawBuilder<unknown>) => sql`(
  select memory.* from unnest(${collectionIds}) chosen (id) cross join lateral (
    select id, collection_id, conversation_id, status, superseded_by, terms, term_count from memory
    where account_id = ${accountId} and collection_id = chosen.id and superseded_by is not null
    order by superseded_by desc limit ${sql.lit(mostReplaced)}
  ) memory order by superseded_by desc limit ${sql.lit(mostReplaced)}) memory`;

/** Whether memories of the collections were replaced; not exactly, as their replacements may be gone. */
export const anyReplaced = (accountId: RawBuilder<unknown>, collectionIds: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from memory
    where account_id = ${accountId} and collection_id = any(${collectionIds}) and superseded_by is not null)`;
